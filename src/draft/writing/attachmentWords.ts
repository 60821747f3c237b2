/**
 * Words by which a writer announces a file, by language. Each is one that hardly ever means anything else: a warning
 * that is often wrong is read by nobody. Letters before and behind count as part of another word.
 */
const words: Readonly<Record<string, string>> = {
  en: "attached|attachments?|i attach|i am attaching|i’m attaching|i'm attaching|enclosed (?:please|you|is|are|file|document)|see enclosed|please find enclosed",
  de: 'im anhang|in der anlage|als anhang|als anlage|anbei|angehängt(?:e|en|er|es)?|beigefügt(?:e|en|er|es)?|beiliegend(?:e|en|er|es)?|füge (?:ich )?(?:\\S+ ){0,3}bei|hänge (?:ich )?(?:\\S+ ){0,3}an|siehe anhang',
  fr: 'ci-jointe?s?|pi[èe]ces? jointes?|en p\\.? ?j\\.?|joins? (?:à ce|au présent) (?:mail|courriel|message)|en annexe',
  es: 'adjunto|adjunta|adjuntos|adjuntas|adjuntamos|archivos? adjuntos?|te adjunto|le adjunto',
  it: 'in allegato|allegat[oaie]|allego|alleghiamo',
  pt: 'em anexo|no anexo|anexos?|anexad[oa]s?|segue anex[oa]|anexei',
  nl: 'bijlagen?|bijgevoegde?|bijgaande?|in de bijlage|als bijlage|voeg (?:ik )?(?:\\S+ ){0,3}bij',
  sv: 'bifogar|bifogade?|bifogat|bifogad fil|bilagor|se bilaga|i bilaga',
  da: 'vedhæftet|vedhæftede|vedhæfter|vedlagt|vedlagte|vedhæftning',
  nb: 'vedlagt|vedlagte|vedlegg|vedlegger|vedlegget',
  fi: 'liitteenä|liitteessä|liitteet|liite|liitän|oheinen|ohessa',
  is: 'viðhengi|meðfylgjandi',
  pl: 'w załączniku|załącznik|załączniki|załączam|w załączeniu|załączon[yaeąm]\\S*',
  cs: 'v příloze|přílohou|přílohu|přikládám|přiložen[ýáéoaiy]\\S*',
  sk: 'v prílohe|prílohou|prikladám|priložen[ýáéoaiy]\\S*',
  hu: 'mellékelem|mellékelve|mellékletben|mellékelt|csatolva|csatolom|csatolmány\\S*',
  ro: 'atașat\\S*|ataşat\\S*|atașez|anexat\\S*|în atașament',
  tr: 'ekte|ekteki|ekli dosya\\S*|ekinde|ilişikte\\S*',
  el: 'συνημμένα?|συνημμένο|συνημμένη|επισυνάπτω|επισυναπτόμεν\\S*',
  ru: 'во вложении|вложении|прикрепляю|прикрепил[аи]?|прилагаю|приложен\\S*|прикреплен\\S*|прикреплён\\S*|вложенн\\S*',
  uk: 'у вкладенні|вкладенні|прикріплюю|додаю файл|прикріплен\\S*|долучаю',
  bg: 'прикачен\\S*|приложено|прилагам|в прикачения',
  he: 'מצורף|מצורפת|מצורפים|מצורפות|מצ"ב|בקובץ המצורף|צירפתי',
  ar: 'مرفق|مرفقات|المرفق|المرفقات|مرفقة|مرفقًا|تجدون طيه',
  fa: 'پیوست|ضمیمه',
  hi: 'संलग्न|अनुलग्नक',
  vi: 'đính kèm',
  id: 'terlampir|lampiran|saya lampirkan',
};

/** Scripts without spaces: a word may stand anywhere. */
const unspaced = '添付|別添|附件|附上|随信附|隨信附|첨부|แนบไฟล์|ไฟล์แนบ';

const spaced = new RegExp(
  `(?<![\\p{L}\\p{N}_-])(?:${Object.values(words).join('|')})(?![\\p{L}\\p{N}])|${unspaced}`,
  'giu',
);

/** Words after which a file is announced as missing, or comes from the other side. */
const denied =
  /(?:\b(?:no|not|without|any|your|the previous|the last|nicht|kein|keine|keinen|ohne|dein|deine|deinen|ihr|ihre|ihren|sans|votre|sin|su|senza|sem|zonder|geen|utan|uten|uden|ilman|bez)|(?<!\p{L})(?:без|не|ваш\p{L}*))\s+$/iu;

export interface FoundWord {
  readonly text: string;
  readonly index: number;
}

/** The first word of a line that announces a file. */
export function attachmentWord(line: string): FoundWord | undefined {
  if (silent.has(line)) return undefined;
  for (const { 0: text, index } of line.matchAll(spaced)) {
    // Looking at what stands before it is cheap only near it.
    if (!denied.test(line.slice(Math.max(0, index - 20), index))) return { text, index };
  }
  if (silent.size >= mostSilent) silent.clear();
  silent.add(line);
  return undefined;
}

/** Lines without such a word: a keystroke changes one line of a draft, and all are looked at again. */
const silent = new Set<string>();
const mostSilent = 5000;
