import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { inEnglish, sentence } from '../failure.js';
import { findings, placedImages } from './findings.js';
import { parseMarkdown } from './markdown.js';
import { mailText } from './mailText.js';
import { type PictureMaker } from './pictureMaker.js';
import { loadPictures, type Pictures } from './pictures.js';
import { type Signature } from './rendered.js';

export interface SignatureParts extends Pictures {
  /** Without lines: the preview follows the body alone. */
  readonly tokens: readonly Token[];
  /** Begins with the line `-- ` (RFC 3676 §4.3). */
  readonly text: string;
}

/** What a signature adds to a mail. Its references and footnotes are its own, so it is parsed by itself. */
export async function signatureParts(
  { markdown, name, line, images }: Signature,
  maker: PictureMaker | undefined,
): Promise<SignatureParts> {
  const tokens = parseMarkdown(markdown);
  const pictures = apart(await loadPictures(placedImages(tokens, 0), images, maker));
  const problems = [...findings(tokens, 0), ...pictures.problems].map((problem): Problem => {
    const message = sentence('In the signature {0}: {1}', name, inEnglish(problem.message));
    return { ...problem, message, line };
  });
  // A list of addresses below the name would have the numbers of the body's.
  const text = mailText(tokens, 'beside');
  for (const token of tokens) token.map = null;
  return { ...pictures, tokens, problems, text: text === '' ? '' : `-- \n${text}` };
}

/** The body may show the same picture under the same number: each part of a mail needs an id of its own. */
function apart({ byToken, images, problems }: Pictures): Pictures {
  const prefix = 'signature-';
  return {
    byToken: new Map(
      [...byToken].map(([token, picture]) => [
        token,
        { ...picture, source: picture.source.replace(/^cid:/, `cid:${prefix}`) },
      ]),
    ),
    images: images.map((image) => ({ ...image, contentId: `${prefix}${image.contentId}` })),
    problems,
  };
}
