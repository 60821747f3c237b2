import { Parser } from 'htmlparser2';
import { classicOutlook } from '../../src/render/classicOutlook.js';
import { renderMailWithLines } from '../../src/render/renderMail.js';
import { type RenderInput } from '../../src/render/rendered.js';
import { Gate, sentenceOf } from '../conformance/gate.js';
import { childrenOf, faultOf } from '../unit/render/wellFormed.js';

/** Renders a body that no picture exists for. */
function render(markdown: string): ReturnType<typeof renderMailWithLines> {
  const images: RenderInput['images'] = () => Promise.resolve({ kind: 'missing' });
  return renderMailWithLines({ markdown, firstLine: 0, subject: '', images });
}

const gate = new Gate();

/** What is wrong with the mail that `markdown` becomes, or undefined: it must be harmless, whole, and the same again. */
export async function faultOfMail(markdown: string): Promise<string | undefined> {
  const mail = await render(markdown);
  const { html, text, problems, blocks } = mail;
  const lines = markdown.split(/\r\n|\r|\n/).length;
  const children = childrenOf(html).length;
  if (JSON.stringify(await render(markdown)) !== JSON.stringify(mail)) return 'another mail the second time';
  const unlisted = gate.faultsOf(html)[0];
  return (
    faultOf(html) ??
    danger(html) ??
    (unlisted && sentenceOf(unlisted)) ??
    faultOf(classicOutlook(html)) ??
    controlIn('HTML', html) ??
    controlIn('text', text) ??
    (problems.some(({ line }) => !(line >= 0 && line < lines))
      ? 'a problem on a line that is not there'
      : undefined) ??
    (blocks.some(({ line, index }) => !(line < lines && index < children))
      ? 'a block that is not there'
      : undefined)
  );
}

/** Tab and line feed are the only controls that a mail needs; the halves of surrogate pairs are no characters. */
function controlIn(where: string, text: string): string | undefined {
  const found = /[\0-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}/u.exec(text)?.[0];
  return found === undefined ? undefined : `U+${found.charCodeAt(0).toString(16)} in the ${where}`;
}

const executable = /^(?:script|style|iframe|frame|object|embed|applet|form|input|button|textarea|select|link|meta|base|svg|math|template|noscript|title|plaintext|xmp)$/; // prettier-ignore
const harmlessTarget = /^(?:https?:|mailto:|tel:|cid:)/i;

/** Anything that could run, load or send by itself, as a parser of its own sees it. */
function danger(html: string): string | undefined {
  let found: string | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (executable.test(name)) found ??= `<${name}>`;
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on|^srcdoc$|action$|^xlink|^background$|^data$|^poster$|^srcset$/i.test(attribute))
          found ??= `the attribute ${attribute}`;
        // Browsers pass over controls and blanks in front of a scheme, and inside it.
        const target = value.replace(/[\0-\u0020\u007f-\u009f]/g, '');
        if ((attribute === 'href' || attribute === 'src') && !harmlessTarget.test(target))
          found ??= `${attribute} to ${value.slice(0, 40)}`;
        if (attribute === 'style' && /url\(|expression|binding|behavior|@|\\|\/\*/i.test(value))
          found ??= `the style ${value}`;
      }
    },
    oncomment: () => (found ??= 'a comment'),
    onprocessinginstruction: () => (found ??= 'an instruction'),
    oncdatastart: () => (found ??= 'CDATA'),
  });
  parser.end(html);
  return found;
}
