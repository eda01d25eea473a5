import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail, succeed } from '../../../../preload/contract/envelope'
import PlanDialog from '../../../../renderer/bulk/PlanDialog.vue'
import { translate } from '../../../../renderer/i18n'
import { createFakeBridge, HARBOUR, problem, type FakeBridge } from '../../../support/fake-bridge'
import { openLive } from '../../../support/live-console'
import { allByRole, byRole, key, pageText, press, settle, type, unmountAll } from '../../../support/screen'

let fake: FakeBridge
let close: () => void = () => undefined

beforeEach(() => {
  fake = createFakeBridge({ rows: 60, connection: { phase: 'connected', connection: HARBOUR } })
})
afterEach(() => {
  unmountAll()
  close()
})

const asked = (channel: string): readonly unknown[] =>
  fake.calls.filter((call) => call.channel === channel).map(({ request }) => request)

async function open(action: 'reject' | 'redirect') {
  const live = await openLive(fake, PlanDialog)
  close = live.close
  const sids = [...fake.rows.values()].flatMap(({ sid, status }) => (status === 'pending' ? [sid] : []))
  await live.console.planning.open(action, sids.slice(0, 3))
  await settle()
  return live.console
}

/** What Enter does in a field of the form. */
async function enter(): Promise<void> {
  document.querySelector<HTMLFormElement>('#plan-form')?.requestSubmit()
  await settle()
}

it('goes on by Enter in a field as by its button: first reads the rows, then starts what was shown, once', async () => {
  const { planning } = await open('redirect')
  await enter()
  expect(asked('bulk/plan')).toEqual([])
  await planning.fill({
    ...planning.form.value,
    parameters: { RedirectCallSid: '{{task.attributes.call_sid}}', RedirectUrl: 'https://example.com/voice' },
  })
  await settle()
  await enter()
  expect(asked('bulk/plan')).toHaveLength(1)
  expect(planning.stage.value.kind).toBe('review')
  await Promise.all([enter(), enter()])
  expect(asked('bulk/run')).toHaveLength(1)
  expect(planning.stage.value.kind).toBe('closed')
})

it('starts nothing by a key that is held: its repeats do not reach the form', async () => {
  await open('redirect')
  const field = document.querySelector<HTMLInputElement>('#plan-form input')
  if (field === null) throw new Error('The form has a field.')
  const pressed = (repeat: boolean) =>
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }),
    )
  expect(pressed(false)).toBe(true)
  expect(pressed(true)).toBe(false)
})

it('shows the commands only when they are there: what went wrong is said and cannot be copied', async () => {
  fake.answer('bulk/commands', () => fail(problem('server')))
  await open('reject')
  const copy = () => byRole<HTMLButtonElement>('button', 'Copy')
  const commands = document.querySelector<HTMLDetailsElement>('details.commands')
  if (commands === null) throw new Error('there are no commands')
  commands.open = true
  commands.dispatchEvent(new Event('toggle'))
  await settle()
  expect(byRole('alert').textContent).toContain(translate('problem.server.title'))
  expect(copy().disabled).toBe(true)
  fake.answer('bulk/commands', () => succeed({ text: 'curl --request POST' }))
  byRole<HTMLInputElement>('radio', 'curl').click()
  await settle()
  expect(pageText()).toContain('curl --request POST')
  await press('button', 'Copy')
  expect(asked('app/copyText')).toEqual([{ text: 'curl --request POST' }])
})

describe('keeping what is in the form as a preset', () => {
  const SAVE_AS = 'Save as preset…'

  it('goes to the name, saves once, and back to where it began', async () => {
    await open('reject')
    byRole('button', SAVE_AS).focus()
    await press('button', SAVE_AS)
    expect(document.activeElement).toBe(byRole('textbox', 'Name of the preset'))
    await type('textbox', 'Name of the preset', 'Away')
    await Promise.all([key('Enter'), key('Enter')])
    expect(asked('presets/save')).toMatchObject([{ name: 'Away', instruction: { kind: 'reject' } }])
    expect(document.activeElement).toBe(byRole('button', SAVE_AS))
  })

  it('Escape leaves the name, and the plan stays', async () => {
    await open('reject')
    await press('button', SAVE_AS)
    await key('Escape')
    expect(allByRole('textbox', 'Name of the preset')).toEqual([])
    expect(document.activeElement).toBe(byRole('button', SAVE_AS))
    expect(allByRole('dialog')).toHaveLength(1)
    expect(asked('presets/save')).toEqual([])
  })
})
