import { type Sentence, sentence } from '../failure.js';
import { type SignInStage } from './authErrors.js';

/** What to tell a person. `again`: another sign-in is the cure. */
export interface Remedy {
  readonly code: string;
  readonly text: Sentence;
  readonly next: Sentence;
  readonly again?: boolean;
}

/** By the number after `AADSTS` (Microsoft Entra, page "Microsoft Entra authentication and authorization error codes"). */
export function byServiceNumber(number: string, stage: SignInStage): Remedy | undefined {
  const remedy = remedies.find(({ numbers }) => numbers.includes(number));
  if (remedy === undefined) return undefined;
  if (stage === 'application') return forApplication(remedy);
  return remedy.code === 'sign-in-policy-blocked' && stage === 'deviceCode' ? deviceCodeBlocked : remedy;
}

/**
 * Where an administrator may agree for everybody: for a person to pass on (Microsoft Entra, page "Grant tenant-wide
 * admin consent to an application"). `common` and `consumers` have no administrator, so `organizations` takes their place.
 */
export function adminConsentUrl(authority: string, tenant: string, clientId: string): string {
  const organization = tenant === 'common' || tenant === 'consumers' ? 'organizations' : tenant;
  return `${authority.replace(/\/+$/, '')}/${organization}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}

/** RFC 6749 §5.2, from a service that gives no number. */
export function applicationRefused(code: string | undefined): Remedy | undefined {
  return code === 'invalid_client' || code === 'unauthorized_client' ? credentialRefused : undefined;
}

/** What an application is told in place of a remedy that needs a person. */
function forApplication(remedy: Remedy): Remedy {
  switch (remedy.code) {
    case 'sign-in-app-not-found':
      return { ...remedy, next: sentence('Check the application id and the tenant, and enter it anew.') };
    case 'sign-in-tenant-not-found':
      return { ...remedy, next: sentence('Check the tenant of the application, and enter it anew.') };
    default:
      return remedy;
  }
}

const again = sentence('Sign in again.');
const askAdministrator = sentence('Ask your administrator to approve Markdown Mail, then sign in again.');
const guide = 'README.md';

const deviceCodeBlocked: Remedy = {
  code: 'sign-in-device-code-blocked',
  text: sentence('Your organization does not allow signing in with a device code.'),
  next: sentence('Sign in with the browser, or with the Microsoft account of VS Code.'),
};

const credentialRefused: Remedy = {
  code: 'application-credential-refused',
  text: sentence('The sign-in service does not accept the secret or certificate of this application.'),
  next: sentence(
    'It may have expired. Make a new one in the app registration and enter the application anew.',
  ),
};

const remedies: readonly (Remedy & { readonly numbers: readonly string[] })[] = [
  {
    numbers: ['700082', '700084', '70008', '70043', '70000', '50173', '50133', '50132', '50058'],
    code: 'sign-in-expired',
    text: sentence('Your sign-in has expired.'),
    next: again,
    again: true,
  },
  {
    numbers: ['50076', '50079', '50074', '50072', '50078', '50158', '50199', '50055', '50144', '16000'],
    code: 'sign-in-confirmation-needed',
    text: sentence('The sign-in service wants you to confirm that it is you.'),
    next: again,
    again: true,
  },
  {
    numbers: ['65001'],
    code: 'sign-in-consent-needed',
    text: sentence('Markdown Mail does not have the permission for this yet.'),
    next: sentence('Sign in again and agree to what it asks for. If you cannot, ask your administrator.'),
    again: true,
  },
  {
    numbers: ['90094', '90093', '90095', '900941', '650052'],
    code: 'sign-in-admin-consent',
    text: sentence('Your organization wants an administrator to approve Markdown Mail first.'),
    next: askAdministrator,
  },
  {
    numbers: ['65004'],
    code: 'sign-in-declined',
    text: sentence('The sign-in was declined, so nobody was signed in.'),
    next: sentence('Sign in again and accept to use this mailbox.'),
  },
  {
    numbers: ['53003', '53004', '530035', '530084'],
    code: 'sign-in-policy-blocked',
    text: sentence('A rule of your organization does not allow this sign-in.'),
    next: sentence('Try the Microsoft account of VS Code, or ask your administrator.'),
  },
  {
    numbers: ['53000', '53001', '53002', '53009', '530003', '50097', '50129'],
    code: 'sign-in-device-not-managed',
    text: sentence('Your organization allows only computers that it manages.'),
    next: sentence('Try the Microsoft account of VS Code, or ask your administrator.'),
  },
  {
    numbers: ['700016', '700038'],
    code: 'sign-in-app-not-found',
    text: sentence('The app registration was not found in this organization.'),
    next: sentence('Check the client id and the tenant in the settings.'),
  },
  {
    numbers: ['90002', '900023', '50128'],
    code: 'sign-in-tenant-not-found',
    text: sentence('The organization in the settings was not found.'),
    next: sentence('Correct the setting “{0}”.', 'markdownMail.tenant'),
  },
  {
    numbers: ['50020', '50034', '50194', '9002346', '500207', '90072', '500208'],
    code: 'sign-in-wrong-tenant',
    text: sentence('This account cannot be used with the app registration.'),
    next: sentence('Choose another account, or correct the tenant in the settings.'),
  },
  {
    numbers: ['50105'],
    code: 'sign-in-not-assigned',
    text: sentence('Your account has not been given access to this app registration.'),
    next: askAdministrator,
  },
  {
    numbers: ['50011', '500113', '900971'],
    code: 'sign-in-redirect-missing',
    text: sentence('The app registration lacks the redirect address {0}.', 'http://localhost'),
    next: sentence('Add it as a “Mobile and desktop” address; {0} shows how.', guide),
  },
  {
    numbers: ['7000218'],
    code: 'sign-in-public-client-off',
    text: sentence('The app registration does not allow public client flows.'),
    next: sentence('Switch “Allow public client flows” on; {0} shows how.', guide),
  },
  {
    numbers: ['7000215', '7000222', '700027', '700021', '700023', '700024', '700030', '50012', '5002730'],
    ...credentialRefused,
  },
  {
    numbers: ['65002', '7000112'],
    code: 'sign-in-app-not-allowed',
    text: sentence('This app registration may not be used for mail.'),
    next: sentence('Use a registration of your own; {0} shows how.', guide),
  },
  {
    numbers: ['70011', '28002', '65005', '650053', '650056', '650057'],
    code: 'sign-in-permission-unknown',
    text: sentence('The sign-in service does not know a permission that Markdown Mail asked for.'),
    next: sentence('Add Mail.ReadWrite and Mail.Send of Microsoft Graph to the app registration.'),
  },
  {
    numbers: ['50053', '50057', '50126', '53011'],
    code: 'sign-in-account-blocked',
    text: sentence('The sign-in service does not let this account in at present.'),
    next: sentence('Ask your administrator, or choose another account.'),
  },
  {
    numbers: ['70019', '70020'],
    code: 'sign-in-code-expired',
    text: sentence('The code was not entered in time.'),
    next: sentence('Sign in again to get a new code.'),
  },
  {
    numbers: ['90033', '90006', '90055', '50196'],
    code: 'sign-in-busy',
    text: sentence('The sign-in service is busy.'),
    next: sentence('Try again in a minute.'),
  },
];
