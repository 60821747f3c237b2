/** What a person does at the login page. */
export type Deed = { readonly user: string } | 'deny';

/** A browser without scripts: keeps cookies, follows redirects, and submits the form that a page submits by itself. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async open(url: string, form?: URLSearchParams): Promise<{ url: string; text: string; status: number }> {
    let target = url;
    let body = form;
    for (let hop = 0; hop < 20; hop++) {
      const response = await fetch(target, {
        redirect: 'manual',
        headers: {
          Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          Accept: 'text/html',
        },
        ...(body ? { method: 'POST', body } : {}),
      });
      for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
      const location = response.headers.get('location');
      const text = await response.text();
      if (location === null) return { url: target, text, status: response.status };
      target = new URL(location, target).href;
      body = undefined;
    }
    throw new Error('too many redirects');
  }

  private keep(cookie: string): void {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined) return;
    if (value === undefined || value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Opens the authorize URL, presses a button, and takes the answer to the loopback port; resolves to its page. */
export async function visitLogin(url: string, deed: Deed): Promise<string> {
  const browser = new Browser();
  const login = await browser.open(url);
  const answer = await press(browser, login, deed);
  if (!answer.text.includes('document.forms[0].submit()')) return answer.text;
  const callback = await browser.open(
    attribute(answer.text, /<form[^>]* action="([^"]*)"/),
    hiddenFields(answer.text),
  );
  return callback.text;
}

/** Opens the device page, enters the code, confirms it, presses a button; resolves to the last page. */
export async function visitDevicePage(
  verificationUri: string,
  userCode: string,
  deed: Deed,
): Promise<string> {
  const browser = new Browser();
  const entry = await browser.open(verificationUri);
  const action = attribute(entry.text, /<form[^>]* action="([^"]*)"/);
  const entered = hiddenFields(entry.text);
  entered.set('user_code', userCode);
  const confirm = await browser.open(new URL(action, entry.url).href, entered);
  if (!confirm.text.includes('op.deviceConfirmForm')) return confirm.text;
  const confirmed = hiddenFields(confirm.text);
  const login = await browser.open(
    new URL(attribute(confirm.text, /<form[^>]* action="([^"]*)"/), confirm.url).href,
    confirmed,
  );
  return (await press(browser, login, deed)).text;
}

async function press(browser: Browser, login: { url: string; text: string }, deed: Deed) {
  const action = attribute(login.text, /<form[^>]* action="([^"]*)"/);
  const button = deed === 'deny' ? { deny: 'yes' } : { user: deed.user };
  if (deed !== 'deny' && !login.text.includes(`data-user="${deed.user}"`))
    throw new Error('no button for this user');
  return browser.open(new URL(action, login.url).href, new URLSearchParams(button));
}

function hiddenFields(html: string): URLSearchParams {
  const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return new URLSearchParams([...fields].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function attribute(html: string, pattern: RegExp): string {
  const found = pattern.exec(html)?.[1];
  if (found === undefined) throw new Error('the page is not the one expected');
  return unescaped(found);
}

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (entity) => entities[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};
