import { type FrameLocator } from 'playwright-core';

/**
 * What is wrong with how a mail looks, as a person would say it; an empty list is a good mail.
 * @param codeWraps false for Word, which knows no `white-space`: there a long line of code makes the page wider, as
 * the Problem `code-wide` says
 */
export async function lookFaults(mail: FrameLocator, codeWraps: boolean): Promise<string[]> {
  return mail.locator('html').evaluate((root, wraps) => {
    const faults: string[] = [];
    const body = root.querySelector('body')!;
    const say = (what: string, element: Element) =>
      faults.push(
        `${what}: ${element.tagName.toLowerCase()} “${(element.textContent ?? '').trim().slice(0, 40)}”`,
      );

    for (const image of body.querySelectorAll('img'))
      if (image.hasAttribute('src') && (!image.complete || image.naturalWidth === 0))
        say('not loaded', image);

    // A table may be wider than a phone, and code whose words are: nothing else.
    const longWord = (element: Element) =>
      element.tagName === 'PRE' && (!wraps || /\S{36}/.test(element.textContent ?? ''));
    for (const element of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6, li, img, pre, hr'))
      if (
        !element.closest('table[border="1"]') &&
        !longWord(element) &&
        element.getBoundingClientRect().right > root.clientWidth + 1
      )
        say('wider than the page', element);

    type Colour = [number, number, number, number];
    const colourOf = (text: string): Colour => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const luminance = ([r, g, b]: Colour) => {
      const [x, y, z] = [r, g, b].map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!;
    };
    const backgroundOf = (element: Element | null): Colour => {
      for (let at = element; at; at = at.parentElement) {
        const colour = colourOf(getComputedStyle(at).backgroundColor);
        if (colour[3] === 1) return colour;
      }
      return [255, 255, 255, 1];
    };
    const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement!;
      if ((node.textContent ?? '').trim() === '') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (range.getBoundingClientRect().height < 5) say('not visible', element);
      const [light, dark] = [colourOf(getComputedStyle(element).color), backgroundOf(element)]
        .map(luminance)
        .sort((a, b) => b - a);
      const contrast = (light! + 0.05) / (dark! + 0.05);
      if (contrast < 4.5) say(`contrast ${contrast.toFixed(2)}`, element);
    }
    return [...new Set(faults)];
  }, codeWraps);
}
