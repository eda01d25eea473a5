import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import PolicyBroken from '../../../../renderer/app/PolicyBroken.vue'
import { problemText } from '../../../../renderer/app/problems'
import ViewOnlyBanner from '../../../../renderer/app/ViewOnlyBanner.vue'
import NoteField from '../../../../renderer/bulk/NoteField.vue'
import { joinNote, splitNote } from '../../../../renderer/bulk/note'
import { forbidden } from '../../../../renderer/bulk/permission'
import RulesSection from '../../../../renderer/settings/RulesSection.vue'
import { createFakeBridge, problem } from '../../../support/fake-bridge'
import { allByRole, byRole, pageText, press, settle, show, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

describe('a broken policy', () => {
  it('says what is wrong, where, and offers the text for the administrator', async () => {
    const fake = createFakeBridge()
    await show(PolicyBroken, fake, {
      faults: [
        {
          kind: 'unknownKey',
          place: '/etc/supervisor-console-taskrouter/policy.json',
          key: 'enforced.viewOnyl',
          line: 7,
          detail: 'this version has no such setting',
        },
      ],
    })
    expect(pageText()).toContain('enforced.viewOnyl')
    expect(pageText()).toContain('policy.json, line 7')
    await press('button', 'Copy for your administrator')
    const copied = fake.calls.find(({ channel }) => channel === 'app/copyText')
    expect(JSON.stringify(copied?.request)).toContain('line 7')
  })
})

describe('view only', () => {
  it('is said in a banner that names the administrator where it is fixed', async () => {
    const fake = createFakeBridge({ settings: { viewOnly: true }, locked: ['viewOnly'] })
    await show(ViewOnlyBanner, fake)
    await useSettingsStore().start()
    await settle()
    expect(pageText()).toContain('View only')
    expect(pageText()).toContain('Your administrator has set this.')
    expect(allByRole('button')).toEqual([])
  })

  it('forbids every action, and the rules forbid the others', () => {
    expect(forbidden('reject', 1, { ...DEFAULT_SETTINGS, viewOnly: true })?.why).toBe('viewOnly')
    expect(forbidden('accept', 1, { ...DEFAULT_SETTINGS, allowedActions: ['reject'] })?.why).toBe(
      'notAllowed',
    )
    expect(forbidden('reject', 3, { ...DEFAULT_SETTINGS, bulkMaximum: 2 })?.why).toBe('tooMany')
    expect(forbidden('reject', 2, { ...DEFAULT_SETTINGS, bulkMaximum: 2 })).toBeNull()
  })

  it('words a refusal of main by the rule behind it', () => {
    const refused = problem('policy', { fields: [{ path: 'bulkMaximum', message: '2' }] })
    expect(problemText(refused).hint).toBe('Fewer reservations at once are allowed here.')
    expect(problemText(problem('policy')).hint).toBe('The setting is managed for you.')
  })
})

describe('the rules', () => {
  it('are saved as they are chosen, and those that are fixed are not', async () => {
    const fake = createFakeBridge({ locked: ['exportAllowed'] })
    await show(RulesSection, fake)
    await useSettingsStore().start()
    await settle()
    await press('switch', 'View only')
    await press('switch', /^Allow exports/)
    const box = [...document.querySelectorAll('label')].find((label) =>
      label.textContent.includes('Delete task'),
    )
    box?.querySelector('input')?.click()
    await settle()
    const saved = fake.calls.filter(({ channel }) => channel === 'settings/set').map(({ request }) => request)
    expect(saved).toEqual([
      { viewOnly: true },
      { allowedActions: DEFAULT_SETTINGS.allowedActions.filter((id) => id !== 'deleteTask') },
    ])
  })
})

describe('a note', () => {
  it('is a reason of the list and more words', async () => {
    expect(splitNote('Outage: line 3', ['Outage', 'Outage: line'])).toEqual({
      reason: 'Outage',
      more: 'line 3',
    })
    expect(splitNote('words', ['Outage'])).toEqual({ reason: '', more: 'words' })
    expect(joinNote({ reason: 'Outage', more: '' })).toBe('Outage')
    expect(joinNote(splitNote('Outage: a: b', ['Outage']))).toBe('Outage: a: b')

    const notes: string[] = []
    await show(NoteField, createFakeBridge(), {
      modelValue: '',
      reasons: ['Outage', 'Shift change'],
      required: true,
      'onUpdate:modelValue': (note: string) => notes.push(note),
    })
    const select = byRole<HTMLSelectElement>('combobox', 'Reason')
    select.value = 'Outage'
    select.dispatchEvent(new Event('change'))
    await settle()
    expect(notes).toEqual(['Outage'])
  })
})
