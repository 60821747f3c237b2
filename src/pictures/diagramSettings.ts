import { type MermaidConfig } from 'mermaid';

/** In a diagram, `%%{init: …}%%` may change its looks, but none of these. */
const secure = [
  'secure',
  'securityLevel',
  'startOnLoad',
  'maxTextSize',
  'maxEdges',
  'suppressErrorRendering',
  'htmlLabels',
  'fontFamily',
  'altFontFamily',
  'themeCSS',
  'layout',
  'look',
  'deterministicIds',
];

/** Corrections where Mermaid counts on a browser: texts on their own colour, and grid lines over the bars. */
const themeCSS =
  'text.journey-section tspan,text.task tspan{fill:#333333}' +
  '.grid .tick line{stroke:#d8dee4}' +
  '.grid .tick text{stroke:none}';

/** Mermaid's familiar looks, with text as SVG text: HTML cannot be drawn here. */
export function mermaidSettings(fontFamily: string): MermaidConfig {
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    secure,
    suppressErrorRendering: true,
    logLevel: 'fatal',
    theme: 'default',
    look: 'classic',
    layout: 'dagre',
    fontFamily,
    themeCSS,
    deterministicIds: true,
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    class: { htmlLabels: false },
    // A mail shows 600 pixels; the defaults are for pages twice as wide.
    gantt: { useWidth: 720 },
    sequence: { textPlacement: 'tspan' },
    journey: { textPlacement: 'tspan' },
    c4: { textPlacement: 'tspan' },
  } as MermaidConfig;
}
