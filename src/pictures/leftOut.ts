/** Stands for libraries that the build leaves out; a diagram that asks for one is not drawn. */
const leftOut: unknown = undefined;

export { leftOut as default };
