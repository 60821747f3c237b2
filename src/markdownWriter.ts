/** What writes Markdown: loaded when a person first compares a draft or brings one in. */
export { markdownOf } from './received/markdownOf.js';
