import * as vscode from 'vscode';
import { type LoadMail } from '../drafts/draftDesk.js';
import { newFile } from '../newFile.js';
import { settings } from '../settings.js';
import { showText } from '../showText.js';
import { type Command } from './command.js';
import { folderFor } from './newDraft.js';
import { type CommandTarget } from './target.js';

interface AdminRequestParts {
  readonly load: LoadMail;
  readonly target: CommandTarget;
  readonly personalFolder: vscode.Uri;
}

/** A draft that asks an administrator for what signing in takes: a registration, or the consent to one that is there. */
export function newAdminRequestCommand({ load, target, personalFolder }: AdminRequestParts): Command {
  return {
    id: 'newAdminRequest',
    async run(given) {
      const { module } = await load();
      const { clientId, tenant, cloud } = settings.mail();
      const known = cloud === 'sandbox' || cloud === 'custom' ? 'global' : cloud;
      const { authority } = module.microsoftClouds[known];
      const text = clientId
        ? consentRequest(clientId, module.adminConsentUrl(authority, tenant, clientId))
        : registrationRequest(module.adminConsentUrl(authority, tenant, 'APPLICATION-ID'));
      const folder = await folderFor(target.given(given), personalFolder);
      const uri = await newFile(folder, 'administrator.mail.md', text);
      const cursor = new vscode.Position(1, 'to: '.length);
      await showText(uri, { selection: new vscode.Range(cursor, cursor) });
      return { uri: uri.toString() };
    },
  };
}

function consentRequest(clientId: string, link: string): string {
  return draft(vscode.l10n.t('Please approve Markdown Mail for our organization'), [
    vscode.l10n.t(
      'I would like to write mail in Visual Studio Code with the extension Markdown Mail. It is registered as the application {0}, and an administrator has to approve it:',
      code(clientId),
    ),
    `<${link}>`,
    ...permissions(),
  ]);
}

function registrationRequest(link: string): string {
  return draft(vscode.l10n.t('Please register Markdown Mail for our organization'), [
    vscode.l10n.t(
      'I would like to write mail in Visual Studio Code with the extension Markdown Mail. Microsoft asks for an app registration in our own directory first. It has no secret. This makes it with the Azure CLI:',
    ),
    `\`\`\`sh\n${azureCommand}\n\`\`\``,
    vscode.l10n.t('Or by hand, in the Microsoft Entra admin center:'),
    steps().join('\n'),
    vscode.l10n.t(
      'This page gives the consent for everybody, with the id of the new application in place of APPLICATION-ID:',
    ),
    `<${link}>`,
    ...permissions(),
    vscode.l10n.t('Please send me the application (client) ID and the directory (tenant) ID.'),
  ]);
}

function steps(): string[] {
  return [
    vscode.l10n.t('1. App registrations › New registration, accounts in this organizational directory only.'),
    vscode.l10n.t(
      '2. Authentication › Add a platform › Mobile and desktop applications, redirect URI {0}. Allow public client flows: Yes.',
      code('http://localhost'),
    ),
    vscode.l10n.t(
      '3. API permissions › Microsoft Graph › Delegated permissions: {0} and {1}, then Grant admin consent.',
      code('Mail.ReadWrite'),
      code('Mail.Send'),
    ),
  ];
}

function permissions(): string[] {
  return [
    vscode.l10n.t('What it may do then, for each person who signs in and only in that person’s name:'),
    [
      `- ${code('Mail.ReadWrite')}: ${vscode.l10n.t('make and change drafts in the own mailbox, and look whether they were sent')}`,
      `- ${code('Mail.Send')}: ${vscode.l10n.t('send them')}`,
    ].join('\n'),
    vscode.l10n.t(
      'It talks to Microsoft only, collects nothing, and keeps its tokens in the secret storage of Visual Studio Code.',
    ),
  ];
}

/** The ids are those of Microsoft Graph and of its delegated Mail.ReadWrite and Mail.Send (page "Permissions reference"). */
const azureCommand = [
  'az ad app create --display-name "Markdown Mail" \\',
  '  --sign-in-audience AzureADMyOrg \\',
  '  --is-fallback-public-client true \\',
  '  --public-client-redirect-uris http://localhost \\',
  "  --required-resource-accesses '[{",
  '    "resourceAppId": "00000003-0000-0000-c000-000000000000",',
  '    "resourceAccess": [',
  '      {"type": "Scope", "id": "024d486e-b451-40bb-833d-3e66d98c5c73"},',
  '      {"type": "Scope", "id": "e383f46e-2787-4529-855e-0e479a3ffac0"}',
  "    ]}]'",
].join('\n');

function draft(subject: string, paragraphs: readonly string[]): string {
  const greeting = vscode.l10n.t('Hello,');
  return `---\nto: \nsubject: ${subject}\n---\n\n${[greeting, ...paragraphs, vscode.l10n.t('Thank you!')].join('\n\n')}\n`;
}

const code = (text: string) => `\`${text}\``;
