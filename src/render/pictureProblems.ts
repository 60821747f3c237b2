import { type Problem } from '../draft/draft.js';
import { type Sentence, sentence } from '../failure.js';

/** What is wrong with one picture; its line is where it stands. */
export type PictureProblem = Omit<Problem, 'line'>;

function error(code: string, message: Sentence): PictureProblem {
  return { code, severity: 'error', message };
}

export function notFound(kind: 'missing' | 'folder' | 'outside', path: string): PictureProblem {
  switch (kind) {
    case 'missing':
      return error(
        'image-missing',
        sentence('There is no picture {0}. Check the path, which starts from the folder of this file.', path),
      );
    case 'folder':
      return error('image-folder', sentence('{0} is a folder. Name a picture inside it.', path));
    case 'outside':
      return error(
        'image-outside',
        sentence(
          'The picture {0} lies outside the folder of this mail. Copy it next to the mail, or allow it when asked.',
          path,
        ),
      );
  }
}

/** `reason`: why it could not be converted; absent: nobody tried. */
export function foreign(path: string, reason?: Sentence): PictureProblem {
  return error(
    'image-type',
    reason ?? sentence('Many mail programs cannot show the picture {0}. Convert it to PNG.', path),
  );
}

export function invalid(path: string): PictureProblem {
  return error(
    'image-invalid',
    sentence('{0} is not a picture that can be read. Save it again as PNG, JPEG or GIF.', path),
  );
}

export function tooLarge(path: string, megapixels: number): PictureProblem {
  return error(
    'image-too-large',
    sentence(
      'The picture {0} has {1} megapixels, more than mail programs can open. Save a smaller copy.',
      path,
      megapixels,
    ),
  );
}

/** A picture that mail programs show, but that could not be made smaller or upright. */
export function unchanged(reason: Sentence): PictureProblem {
  return { code: 'image-as-is', severity: 'warning', message: reason };
}

export const withoutAlt: PictureProblem = {
  code: 'image-alt',
  severity: 'warning',
  message: sentence(
    'This picture has no description. Write one between the square brackets, for readers who cannot see it.',
  ),
};

export const withoutAltInHtml: PictureProblem = {
  code: 'image-alt',
  severity: 'warning',
  message: sentence(
    'This picture has no description. Write one into alt="", for readers who cannot see it; leave alt="" empty for mere decoration.',
  ),
};

export const remote: PictureProblem = {
  code: 'image-remote',
  severity: 'information',
  message: sentence(
    'This picture stays on the internet, and most mail programs hide it at first. Save it beside the mail to send it along.',
  ),
};

export const tooHeavy: PictureProblem = {
  code: 'image-weight',
  severity: 'information',
  message: sentence('The pictures of this mail are larger than 1 MB together. Smaller ones arrive faster.'),
};
