/** What the login page says of a request. */
export interface LoginRequest {
  readonly action: string;
  readonly app: string;
  readonly scopes: readonly string[];
  readonly users: readonly { readonly userName: string; readonly name: string }[];
  readonly hint?: string | undefined;
}

/** One button per person (`data-user`), and `Deny`. */
export function loginPage({ action, app, scopes, users, hint }: LoginRequest): string {
  const first = [...users].sort(
    (one, other) => Number(other.userName === hint) - Number(one.userName === hint),
  );
  const buttons = first.map(
    ({ userName, name }) =>
      `<button name="user" value="${escaped(userName)}" data-user="${escaped(userName)}">${escaped(name)}<small>${escaped(userName)}</small></button>`,
  );
  return page(
    'Sign in',
    `<p><strong data-app>${escaped(app)}</strong> asks for:</p>
    <ul>${scopes.map((scope) => `<li data-scope>${escaped(scope)}</li>`).join('')}</ul>
    <form method="post" action="${escaped(action)}">${buttons.join('')}
    <button name="deny" value="yes" class="quiet">Deny</button></form>`,
  );
}

/** @param form from oidc-provider: `op.deviceInputForm` with the field `user_code`. */
export function deviceCodePage(form: string, wrong: boolean): string {
  const text = wrong
    ? 'That code is not known here, or has been used.'
    : 'Enter the code that VS Code shows.';
  return page(
    'Device sign-in',
    `<p>${text}</p>${form}<button type="submit" form="op.deviceInputForm">Continue</button>`,
  );
}

/** @param form from oidc-provider: `op.deviceConfirmForm`. */
export function deviceConfirmPage(form: string, code: string, app: string): string {
  return page(
    'Device sign-in',
    `<p><strong data-app>${escaped(app)}</strong> shows the code <code>${escaped(code)}</code>?</p>${form}
    <button type="submit" form="op.deviceConfirmForm">Continue</button>
    <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes" class="quiet">Deny</button>`,
  );
}

export function messagePage(title: string, text: string): string {
  return page(title, `<p>${escaped(text)}</p>`);
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 10vh auto; padding: 0 1rem; }
button { display: block; width: 100%; margin: .5rem 0; padding: .6rem 1rem; font: inherit; text-align: start; cursor: pointer; }
small { display: block; opacity: .7; } .quiet { opacity: .8; }
</style></head><body><h1>${escaped(title)}</h1>${content}</body></html>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
