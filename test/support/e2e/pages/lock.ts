// The lock: its screen, and its section of the settings.
import { expect, type Page } from '@playwright/test'

export class LockPage {
  readonly field
  readonly error
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.field = page.getByLabel('PIN or passphrase', { exact: true })
    this.error = page.getByRole('main').getByRole('alert')
  }

  get heading() {
    return this.#page.getByRole('heading', { name: 'Locked' })
  }

  /** Types as a person does: the focus has to be in the field by itself. */
  async enter(pin: string): Promise<void> {
    await expect(this.field).toBeFocused()
    await this.#page.keyboard.type(pin)
    await this.#page.keyboard.press('Enter')
  }

  async openSettings(): Promise<void> {
    await this.#page.keyboard.press('g')
    await this.#page.keyboard.press('s')
    await this.#page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('button', { name: 'Lock' })
      .click()
  }

  async setPin(pin: string): Promise<void> {
    await this.openSettings()
    await this.#page.getByRole('button', { name: /^Set a PIN/ }).click()
    const dialog = this.#page.getByRole('dialog', { name: 'Set a PIN' })
    await dialog.getByLabel('New PIN or passphrase').fill(pin)
    await dialog.getByLabel('The same again').fill(pin)
    await dialog.getByRole('button', { name: 'Set the PIN' }).click()
    await expect(dialog).toBeHidden()
    await expect(this.#page.getByText('Set', { exact: true })).toBeVisible()
  }
}
