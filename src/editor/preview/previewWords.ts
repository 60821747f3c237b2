type MailWord =
  | 'from'
  | 'to'
  | 'cc'
  | 'bcc'
  | 'replyTo'
  | 'importance'
  | 'sendAt'
  | 'high'
  | 'low'
  | 'attachments'
  | 'openAttachment'
  | 'more'
  | 'noSender'
  | 'noRecipients'
  | 'noSubject'
  | 'asAnswered'
  | 'historyFollows'
  | 'sandbox'
  | 'sandboxMeaning';

type ViewWord =
  | 'mail'
  | 'tabs'
  | 'html'
  | 'text'
  | 'source'
  | 'switches'
  | 'dark'
  | 'darkMeaning'
  | 'phone'
  | 'phoneMeaning'
  | 'outlook'
  | 'outlookMeaning'
  | 'approximateDark'
  | 'approximateOutlook'
  | 'approximateBoth'
  | 'approximateText'
  | 'exactSource'
  | 'copy'
  | 'copied'
  | 'print'
  | 'printHint'
  | 'size'
  | 'clipped'
  | 'sizeMeaning'
  | 'updated'
  | 'remoteHidden'
  | 'showRemote';

type ProblemWord = 'problems' | 'error' | 'warning' | 'information' | 'line' | 'lines';

/** The words around the mail, in the language of the editor. `{0}` stands for a number. `language` is BCP 47. */
export type PreviewLabels = Readonly<Record<'language' | MailWord | ViewWord | ProblemWord, string>>;
