/** Link texts that say nothing by themselves, in the languages that mails are mostly written in. */
const empty = new Set(
  [
    'here|click here|click|see here|this|this link|link|more|read more|learn more|more info|see more',
    'hier|hier klicken|klicken sie hier|klick hier|dieser link|mehr|mehr lesen|weiterlesen|mehr erfahren|weitere infos',
    'ici|cliquez ici|clique ici|voir ici|lien|ce lien|plus|en savoir plus|lire la suite|voir plus',
    'aquí|haz clic aquí|haga clic aquí|clic aquí|pulse aquí|enlace|este enlace|más|leer más|ver más|más información',
    'qui|clicca qui|clic qui|questo link|di più|leggi di più|scopri di più|leggi tutto|altro',
    'aqui|clique aqui|este link|mais|leia mais|saiba mais|ver mais|ligação',
    'klik hier|hier klikken|deze link|meer|lees meer|meer lezen|lees verder|meer informatie',
    'tu|tutaj|kliknij|kliknij tutaj|kliknij tu|ten link|więcej|czytaj więcej|czytaj dalej|zobacz więcej',
    'här|klicka här|länk|denna länk|mer|läs mer|se mer',
    'здесь|тут|сюда|нажмите здесь|кликните здесь|ссылка|подробнее|далее|читать далее|ещё|еще',
    'こちら|ここ|こちらから|ここをクリック|こちらをクリック|リンク|続きを読む|もっと見る|詳しくはこちら|詳細はこちら',
    '这里|点击|点击这里|点这里|点此|链接|更多|阅读更多|查看更多|這裡|點擊這裡|點此|連結|閱讀更多',
    'כאן|לחץ כאן|לחצו כאן|קישור|עוד|קרא עוד|קראו עוד|למידע נוסף',
  ].flatMap((words) => words.split('|')),
);

/** Longer texts say something. */
const longest = 40;

/** True for `here`, `Click here »` and the like: heard in a list of links, it leads anywhere. */
export function saysNothing(linkText: string): boolean {
  if (linkText.length > longest) return false;
  const words = linkText.toLowerCase().replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
  return empty.has(words.normalize('NFC').replace(/\s+/g, ' '));
}
