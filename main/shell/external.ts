import type { ExternalPage } from '../../preload/contract/channels'

const ALLOWED_HOSTS: ReadonlySet<string> = new Set(['www.twilio.com', 'console.twilio.com'])

/**
 * The address of a page, made here from what the window named; the window never hands over an address.
 * @param workspaceSid of the open connection; pages of a workspace are null without one
 */
export function addressOf(page: ExternalPage, workspaceSid: string | null): string | null {
  switch (page.page) {
    case 'apiKeys':
      return 'https://console.twilio.com/us1/account/keys-credentials/api-keys'
    case 'reservationDocs':
      return 'https://www.twilio.com/docs/taskrouter/api/reservations'
    case 'consoleTask':
      return inWorkspace(workspaceSid, `tasks/${page.sid}`)
    case 'consoleWorker':
      return inWorkspace(workspaceSid, `workers/${page.sid}`)
  }
}

const inWorkspace = (workspaceSid: string | null, rest: string): string | null =>
  workspaceSid === null
    ? null
    : `https://www.twilio.com/console/taskrouter/workspaces/${workspaceSid}/${rest}`

/** Opens a page in the browser; false where there is no such page now. */
export async function openPage(
  page: ExternalPage,
  workspaceSid: string | null,
  shell: { readonly openExternal: (address: string) => Promise<void> },
): Promise<boolean> {
  const address = addressOf(page, workspaceSid)
  if (address === null) return false
  return (await openExternal(address, (url) => shell.openExternal(url))) === 'opened'
}

/** The only way out to the browser: https, one of Twilio's hosts, no credentials; handed over as parsed, not as given. */
export async function openExternal(
  address: string,
  open: (address: string) => Promise<void>,
): Promise<'opened' | 'refused'> {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return 'refused'
  }
  const allowed =
    url.protocol === 'https:' &&
    ALLOWED_HOSTS.has(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  if (!allowed) return 'refused'
  await open(url.href)
  return 'opened'
}
