import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail, PROBLEM_CODES, succeed, type Result } from '../../../../preload/contract/envelope'
import type { ConnectionDraft, ConnectionState } from '../../../../preload/contract/connection'
import { HOME, startAt } from '../../../../renderer/app/router'
import { useConnectionStore } from '../../../../renderer/app/stores/connection'
import ConnectScreen from '../../../../renderer/connect/ConnectScreen.vue'
import { credentialsOf, EMPTY_FORM, validate } from '../../../../renderer/connect/validation'
import { sidOf } from '../../../support/board-fixtures'
import { createFakeBridge, HARBOUR, PRACTICE, problem, type FakeBridge } from '../../../support/fake-bridge'
import { allByRole, byRole, pageText, press, settle, show, type, unmountAll } from '../../../support/screen'

const ACCOUNT = sidOf('AC', 5)
const KEY = sidOf('SK', 6)
const SECRET = 'correct-horse-battery'

async function open(fake: FakeBridge): Promise<() => void> {
  await show(ConnectScreen, fake)
  const { stop } = await useConnectionStore().start()
  await settle()
  return stop
}

async function fill(secret = SECRET): Promise<void> {
  await type('textbox', 'Account SID', ACCOUNT)
  await type('textbox', 'API key SID', ` ${KEY} `)
  await type('textbox', 'API key secret', secret)
}

async function send(): Promise<void> {
  byRole<HTMLFormElement>('form', 'Connect your account').requestSubmit()
  await settle()
}

const drafts = (fake: FakeBridge): readonly unknown[] =>
  fake.calls.filter(({ channel }) => channel === 'connection/draft').map(({ request }) => request)

beforeEach(() => {
  startAt(HOME)
})
afterEach(unmountAll)

describe('validation', () => {
  const good = { ...EMPTY_FORM, accountSid: ACCOUNT, keySid: KEY, secret: SECRET }

  it.each([
    [{}, {}],
    [{ accountSid: '' }, { accountSid: 'connect.error.required' }],
    [{ accountSid: KEY }, { accountSid: 'connect.error.keyInsteadOfAccount' }],
    [{ accountSid: 'AC12' }, { accountSid: 'connect.error.accountSid' }],
    [{ keySid: ACCOUNT }, { keySid: 'connect.error.accountInsteadOfKey' }],
    [{ keySid: '', kind: 'authToken' as const }, {}],
    [{ secret: 'short' }, { secret: 'connect.error.secret' }],
    [{ secret: 'with a space in it' }, { secret: 'connect.error.secret' }],
    [{ secret: KEY }, { secret: 'connect.error.sidAsSecret' }],
  ])('%o', (over, errors) => {
    expect(validate({ ...good, ...over })).toEqual(errors)
  })

  it('sends no key SID with an auth token, and no white space around pasted values', () => {
    const padded = { ...good, accountSid: `\t${ACCOUNT}\n`, secret: ` ${SECRET} ` }
    expect(credentialsOf({ ...padded, kind: 'authToken' })).toEqual({
      kind: 'authToken',
      accountSid: ACCOUNT,
      secret: SECRET,
    })
  })

  it('never lets through what main would refuse as a secret', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (secret) => {
        const accepted = validate({ ...good, secret }).secret === undefined
        expect(accepted && !/^[\x21-\x7e]{8,256}$/.test(secret.trim())).toBe(false)
      }),
    )
  })
})

describe('connecting an account', () => {
  it('complains about a field after it was left or sent, puts the focus there, and asks main nothing', async () => {
    const fake = createFakeBridge()
    await open(fake)
    expect(allByRole('alert')).toEqual([])
    await type('textbox', 'Account SID', KEY)
    byRole('textbox', 'Account SID').dispatchEvent(new FocusEvent('blur'))
    await settle()
    expect(pageText()).toContain('This is an API key SID')
    await send()
    expect(document.activeElement).toBe(byRole('textbox', 'Account SID'))
    expect(drafts(fake)).toEqual([])
  })

  it('goes from credentials to the choice of a workspace to the board', async () => {
    const fake = createFakeBridge()
    await open(fake)
    await fill()
    await send()
    expect(drafts(fake)).toEqual([
      { credentials: { kind: 'apiKey', accountSid: ACCOUNT, keySid: KEY, secret: SECRET }, region: 'us1' },
    ])
    expect(pageText()).toContain('One workspace in this account')
    expect(document.documentElement.innerHTML).not.toContain(SECRET)
    await press('button', 'Open Harbour Insurance')
    expect(fake.calls.find(({ channel }) => channel === 'connection/connect')?.request).toEqual({
      draftId: 'draft',
      workspaceSid: HARBOUR.workspaceSid,
    })
  })

  it('forgets the secret when the supervisor comes back for other credentials', async () => {
    await open(createFakeBridge())
    await fill()
    await send()
    await press('button', 'Use other credentials')
    expect(byRole<HTMLInputElement>('textbox', 'API key secret').value).toBe('')
  })

  it('is busy until the answer is there and sends only once', async () => {
    const fake = createFakeBridge()
    let answer = (_: Result<ConnectionDraft>): void => undefined
    fake.answer('connection/draft', () => new Promise((resolve) => (answer = resolve)))
    await open(fake)
    await fill()
    await send()
    const button = byRole('button', 'Checking with Twilio…')
    button.click()
    await settle()
    expect(button.getAttribute('aria-busy')).toBe('true')
    expect(drafts(fake)).toHaveLength(1)
    answer(fail(problem('cancelled')))
    await settle()
    expect(byRole('button', 'Continue').getAttribute('aria-busy')).toBeNull()
  })

  it('explains each failure in its own words, keeps what was typed, and clears the message at the next try', async () => {
    const fake = createFakeBridge()
    await open(fake)
    await fill()
    const seen = new Set<string>()
    for (const code of PROBLEM_CODES) {
      fake.answer('connection/draft', () => fail(problem(code)))
      await send()
      expect(document.querySelector(`[data-code="${code}"]`), code).not.toBeNull()
      seen.add(byRole('alert').textContent ?? '')
    }
    expect(seen.size).toBe(PROBLEM_CODES.length)
    expect(byRole<HTMLInputElement>('textbox', 'API key secret').value).toBe(SECRET)
  })

  it('filters a long list of workspaces by name and SID', async () => {
    const fake = createFakeBridge()
    const workspaces = ['North', 'South', 'East', 'West', 'Claims', 'Claims EU'].map((name, index) => ({
      sid: sidOf('WS', index),
      name,
      multiTasking: true,
    }))
    fake.answer('connection/draft', () => succeed({ draftId: 'draft', workspaces }))
    await open(fake)
    await fill()
    await send()
    await type('textbox', 'Filter by name or SID', 'claims')
    expect(
      allByRole('button', /^Open (?!the practice)/).map((each) => each.getAttribute('aria-label')),
    ).toEqual(['Open Claims', 'Open Claims EU'])
    await type('textbox', 'Filter by name or SID', 'nowhere')
    expect(pageText()).toContain('No workspace matches “nowhere”')
  })

  it('says once that an account has no workspace', async () => {
    const fake = createFakeBridge()
    fake.answer('connection/draft', () => succeed({ draftId: 'draft', workspaces: [] }))
    await open(fake)
    await fill()
    await send()
    expect(pageText()).toContain('no workspaces in this account')
    expect(pageText()).not.toContain('No workspace matches')
  })

  it('shows and hides the secret', async () => {
    await open(createFakeBridge())
    await press('button', 'Show the secret')
    expect(byRole('textbox', 'API key secret').getAttribute('type')).toBe('text')
    await press('button', 'Hide the secret')
    expect(byRole('textbox', 'API key secret').getAttribute('type')).toBe('password')
  })
})

describe('other ways in', () => {
  it('says why the practice workspace did not start, beside its button', async () => {
    const fake = createFakeBridge()
    fake.answer('connection/practice', () => fail(problem('practiceFailed')))
    await open(fake)
    await press('button', 'Open the practice workspace')
    expect(byRole('alert').textContent).toContain('The practice workspace did not start')
  })

  it('opens a saved workspace', async () => {
    const fake = createFakeBridge({ saved: [HARBOUR, PRACTICE] })
    await open(fake)
    await press('button', 'Open Harbour Insurance')
    expect(
      fake.calls.some(
        ({ channel, request }) =>
          channel === 'connection/select' && JSON.stringify(request).includes(HARBOUR.id),
      ),
    ).toBe(true)
  })
})

describe('a connection that failed', () => {
  const failed: ConnectionState = { phase: 'failed', connection: HARBOUR, problem: problem('keychainLocked') }

  it('says why and offers every way on', async () => {
    const fake = createFakeBridge({ connection: failed, saved: [HARBOUR] })
    await open(fake)
    expect(byRole('alert').textContent).toContain('The keychain is locked')
    await press('button', 'Try again')
    expect(fake.calls.some(({ channel }) => channel === 'connection/retry')).toBe(true)
    await press('button', 'Check the connection')
    expect(pageText()).toContain('Name resolution')
    expect(pageText()).toContain('Skipped')
    await press('button', 'Enter new credentials')
    expect(byRole<HTMLInputElement>('textbox', 'Account SID').value).toBe(HARBOUR.accountSid)
    expect(byRole<HTMLInputElement>('textbox', 'API key secret').value).toBe('')
  })

  it('shows that it is connecting', async () => {
    await open(createFakeBridge({ connection: { phase: 'connecting', connection: HARBOUR } }))
    expect(pageText()).toContain('Connecting to Harbour Insurance')
  })
})
