import { expect, type Locator, type Page } from '@playwright/test'

/** The screen of workers: table, panel, bar of the selected ones. */
export class WorkersPage {
  readonly grid: Locator
  readonly lines: Locator
  readonly panel: Locator
  readonly bar: Locator

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Workers' })
    this.lines = this.grid.locator('[data-sid]')
    this.panel = page.getByRole('region', { name: 'Worker', exact: true })
    this.bar = page.getByRole('region', { name: 'Selected workers' })
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Workers', exact: true }).click()
    await expect(this.lines.first()).toBeVisible()
  }

  line(sid: string): Locator {
    return this.grid.locator(`[data-sid="${sid}"]`)
  }
}
