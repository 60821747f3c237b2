import { sentence } from '../../../src/failure.js';
import { type PictureMaker } from '../../../src/render/pictureMaker.js';
import { png } from './pictureFiles.js';

/** Draws 30 × 20 and 300 × 200, all alike, but for sources with `bad` in them. `asked` gets what is to be drawn. */
export function fakeMaker(asked: string[] = []): PictureMaker {
  const outcome = (source: string, width: number, height: number, depth?: number) => {
    asked.push(source);
    if (source.includes('bad'))
      return Promise.resolve({ reason: sentence('There is a mistake in {0}.', source) });
    const made = { bytes: png(width, height), contentType: 'image/png', width, height } as const;
    return Promise.resolve(depth === undefined ? made : { ...made, depth });
  };
  return {
    convert: () => Promise.reject(new Error('not asked for here')),
    formula: (tex, { display }) => outcome(`${display ? 'display ' : ''}${tex}`, 30, 20, display ? 0 : 5),
    diagram: (source, { widest }) => outcome(`${widest} ${source.trim()}`, 300, 200),
  };
}
