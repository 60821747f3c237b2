/** How greetings begin, by language. What follows is a name, or a word from {@link everyone}. */
const openings = [
  'dear|hi|hello|hey|good morning|good afternoon|good evening|greetings',
  'lieber|liebe|hallo|hi|guten morgen|guten tag|guten abend|sehr geehrter|sehr geehrte|moin|servus|grüß dich|grüezi',
  'cher|chère|chers|chères|bonjour|bonsoir|salut|coucou',
  'hola|estimado|estimada|querido|querida|buenos días|buenas tardes|apreciado|apreciada',
  'ciao|caro|cara|gentile|buongiorno|buonasera|egregio|salve',
  'olá|oi|prezado|prezada|caro|cara|bom dia|boa tarde|querido|querida|estimado|estimada',
  'beste|geachte|hoi|dag|goedemorgen|goedemiddag|lieve',
  'hej|kära|bästa|hejsan|god morgon|käre',
  'hej|kære|godmorgen|goddag',
  'hei|kjære|god morgen',
  'hei|hyvä|moi|terve|hyvää päivää|rakas',
  'cześć|drogi|droga|szanowny|szanowna|dzień dobry|witaj|hej',
  'ahoj|milý|milá|vážený|vážená|dobrý den|čau',
  'szia|kedves|tisztelt|jó napot|helló',
  'bună|bună ziua|dragă|stimate|stimată|salut',
  'merhaba|sevgili|sayın|selam|günaydın',
  'αγαπητέ|αγαπητή|γεια σου|γεια σας|καλημέρα',
  'привет|здравствуйте|здравствуй|уважаемый|уважаемая|дорогой|дорогая|добрый день|доброе утро',
  'привіт|шановний|шановна|добрий день|вітаю|дорогий|дорога',
  'שלום|היי|הי',
].flatMap((line) => line.split('|'));

/** Longer ones first, so that `good morning Ada` does not read as a `good`. */
const alternatives = [...new Set(openings)].sort((a, b) => b.length - a.length).join('|');

/** The names of a greeting are in its second group. */
export const greeting = new RegExp(
  `^(\\s{0,3}(?:${alternatives})[ \\u00A0]+)((?:[\\p{L}\\p{M}.’'&,-]|[ \\u00A0](?=[\\p{L}&])){2,80})(?=[,!:;–—.]?\\s*(?:$|[,!:;–—]| - ))`,
  'iu',
);

/** Titles stand before a name and are no part of it. */
export const titles: ReadonlySet<string> = new Set(
  [
    'mr|mrs|ms|miss|mx|sir|madam|dr|prof|professor|doctor|rev|captain',
    'herr|herrn|frau|fräulein|dipl|ing|doktor',
    'monsieur|madame|mademoiselle|m|mme|mlle|docteur',
    'señor|señora|señorita|sr|sra|srta|don|doña|doctora',
    'signor|signora|signore|dott|dottor|dottoressa|dottssa|ing|avv',
    'senhor|senhora|dra|profa|doutor|doutora',
    'heer|mevrouw|meneer|mijnheer|mw|dhr|de',
    'pan|pani|panie|pane|paní|pán|úr|asszony|bay|bayan|hanım|bey|fru|hr|domnule|doamnă',
    'господин|госпожа|пан|пані|κύριε|κυρία|κ|мr',
  ].flatMap((line) => line.split('|')),
);

/** Words between two names. */
export const joins: ReadonlySet<string> = new Set(
  'and|und|et|y|e|en|och|og|ja|i|a|és|și|ve|και|и|та|і|&|sowie'.split('|'),
);

/** Whoever is greeted so is not called so. */
export const everyone: ReadonlySet<string> = new Set(
  [
    'all|everyone|everybody|team|teams|folks|there|both|again|guys|friends|friend|colleagues|colleague|sir|madam|sirs|customer|customers|client|clients|member|members|partner|partners|parents|students|student|guests|guest|neighbours|neighbors|volunteers|helpers|users|user|reader|readers|community|family|committee|board|editor|editors|hiring|manager|managers|support|sales|participants|attendees|speakers|ladies|gentlemen|together|group|world|subscribers|applicant|reviewers|reviewer|authors|author|maintainers|contributors|love|darling|mum|mom|dad|mother|father|grandma|grandpa|aunt|uncle',
    'alle|zusammen|leute|ihr|team|kollegen|kolleginnen|kollege|kollegin|damen|herren|freunde|freund|freundin|kunde|kunden|kundin|kundinnen|mitglieder|eltern|gäste|nachbarn|miteinander|allerseits|mama|papa|oma|opa|liebe|lieber|beide|beiden',
    'tous|toutes|tout|monde|équipe|collègues|amis|ami|amie|messieurs|mesdames|client|clients|madame|monsieur|maman|papa',
    'todos|todas|equipo|compañeros|compañeras|colegas|amigos|amigas|amigo|amiga|señores|clientes|cliente',
    'tutti|tutte|team|colleghi|colleghe|amici|amico|amica|clienti|cliente|ragazzi|signori',
    'equipe|equipa|pessoal|gente|senhores|senhoras',
    "allemaal|iedereen|collega|collega's|collega’s|vrienden|klant|klanten|leden",
    'alla|allihopa|kollegor|vänner|teamet|alle|kolleger|venner|kaikki|kollegat|ystävät|igen|på|dig|dere',
    'wszyscy|zespole|państwo|koledzy|všichni|kolegové|týme|mindenki|kollégák|csapat|tuturor|colegi|herkese|arkadaşlar|ekip|όλοι|όλους|ομάδα',
    'все|всем|коллеги|команда|друзья|клиент|всім|колеги|друзі|команді',
    'לכולם|כולם|צוות|חברים|לכם|לך|רב',
  ].flatMap((line) => line.split('|')),
);

/** Short forms that share too few letters with the name they stand for. */
export const shortForms: readonly ReadonlySet<string>[] = [
  'william|bill|billy|will|willy|liam',
  'robert|bob|bobby|rob|robbie|bert',
  'richard|dick|rick|rich|richie',
  'james|jim|jimmy|jamie',
  'john|jack|johnny|jon|jonathan',
  'elizabeth|elisabeth|liz|lizzy|beth|betty|eliza|lisa|elsa|bettina|lilibet|sissi|else|ilse',
  'katherine|catherine|kathryn|kate|katie|kathy|cathy|kat|kit|katharina|käthe|katarina',
  'margaret|peggy|maggie|meg|greta|margarete|gretel|rita',
  'edward|ted|teddy|ed|eddie|ned',
  'theodore|ted|theo',
  'henry|harry|hank|heinrich|heinz',
  'charles|chuck|charlie|karl|carlos|carl',
  'alexander|alexandra|alex|sasha|sascha|sandra|xander|lex|саша|александр|александра|алекс',
  'joseph|joe|josef|sepp|pepe|josé|beppe|giuseppe',
  'johannes|hans|johann|hannes|jan',
  'francisco|paco|pancho|curro|franz|frank|francis',
  'michael|mike|mick|mickey|micha|michi|misha|миша|михаил',
  'anthony|tony|antonio|toni|anton',
  'susan|sue|susie|susanne|sanne|sanna',
  'david|dave|davy',
  'steven|stephen|steve|stefan|stephan',
  'matthew|matt|matthias|hias',
  'daniel|dan|danny|dani',
  'thomas|tom|tommy',
  'patricia|pat|patty|trish|tricia|patrick|paddy',
  'peter|pete|pit|piet|pedro',
  'andrew|andy|drew|andreas',
  'anne|ann|anna|annie|nancy|anja|anya|аня|анна',
  'sebastian|basti|seb|bastian',
  'friedrich|fritz|frederick|fred|freddy',
  'georg|george|jorge|jörg|schorsch|yuri|юра|юрий',
  'dmitry|dmitri|dima|дима|дмитрий',
  'vladimir|vova|volodya|владимир|вова|володя',
  'evgeny|eugene|gene|zhenya|евгений|женя',
  'ekaterina|katya|екатерина|катя',
  'natalia|natasha|наталья|наташа',
  'ignacio|nacho',
  'guadalupe|lupe',
  'jesús|chucho|chuy',
  'lawrence|larry|lars|lorenz',
  'gerald|gerard|gerry|jerry',
  'samuel|samantha|sam',
  'victoria|vicky|tori|vika|виктория|вика',
].map((line) => new Set(line.split('|')));
