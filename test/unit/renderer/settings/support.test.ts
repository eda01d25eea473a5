import { afterEach, expect, it } from 'vitest'
import AboutSection from '../../../../renderer/settings/AboutSection.vue'
import { createFakeBridge } from '../../../support/fake-bridge'
import { byRole, press, settle, show, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

it('shows the support file before it is saved, and saves what was shown', async () => {
  const fake = createFakeBridge()
  await show(AboutSection, fake)
  await press('button', 'Support file…')
  await settle()
  const shown = document.querySelector('textarea')
  expect(shown?.value).toContain('"what": "Support file"')
  expect(shown?.readOnly).toBe(true)
  expect(byRole('dialog', /^Support file/)).toBeTruthy()
  await press('button', 'Save the file')
  expect(
    fake.calls.map(({ channel }) => channel).filter((channel) => channel.startsWith('app/support')),
  ).toEqual(['app/supportPreview', 'app/supportSave'])
})
