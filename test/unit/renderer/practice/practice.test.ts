import { afterEach, expect, it } from 'vitest'
import { fail } from '../../../../preload/contract/envelope'
import { PRACTICE_STAGES } from '../../../../preload/contract/practice'
import PracticePanel from '../../../../renderer/practice/PracticePanel.vue'
import { createFakeBridge, problem } from '../../../support/fake-bridge'
import { allByRole, byRole, press, settle, show, type, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

it('lists every situation and puts on the one that was chosen', async () => {
  const fake = createFakeBridge()
  await show(PracticePanel, fake)
  expect(allByRole('button', /^Put on /)).toHaveLength(PRACTICE_STAGES.length)
  const field = byRole<HTMLInputElement>('textbox', 'Filter situations')
  expect(field.type).toBe('search')
  await type('textbox', 'Filter situations', 'wrapping for ever')
  expect(allByRole('button', /^Put on /)).toHaveLength(1)
  await press('button', 'Put on P1: Wrapping for ever')
  expect(fake.calls).toContainEqual({ channel: 'practice/stage', request: { stage: 'P1' } })
  await type('textbox', 'Filter situations', 'zzz')
  expect(byRole('status').textContent).toContain('No situation matches “zzz”')
})

it('steers time and troubles, and shows what main says', async () => {
  const fake = createFakeBridge()
  await show(PracticePanel, fake)
  byRole<HTMLInputElement>('radio', '20×').click()
  await settle()
  await press('button', 'Pause')
  await press('button', 'Go on')
  await press('switch', 'Slow answers')
  expect(byRole('switch', 'Slow answers').getAttribute('aria-checked')).toBe('true')
  await press('button', 'End all troubles')
  expect(byRole('switch', 'Slow answers').getAttribute('aria-checked')).toBe('false')
  expect(fake.calls.map(({ channel }) => channel)).toEqual([
    'practice/state',
    'practice/speed',
    'practice/pause',
    'practice/resume',
    'practice/fault',
    'practice/clearFaults',
  ])
})

it('stays as it is when main refuses', async () => {
  const fake = createFakeBridge()
  await show(PracticePanel, fake)
  fake.answer('practice/fault', () => fail(problem('practiceFailed')))
  await press('switch', 'No network')
  expect(byRole('switch', 'No network').getAttribute('aria-checked')).toBe('false')
})
