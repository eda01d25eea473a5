import { expect, type Locator, type Page } from '@playwright/test'

const READY_MS = 30_000

/** The board as a supervisor sees it: strip of queues, table or lanes, views. */
export class BoardPage {
  readonly grid: Locator
  readonly rows: Locator
  readonly lanes: Locator
  readonly cards: Locator
  readonly queues: Locator

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Reservations' })
    this.rows = this.grid.locator('[data-sid]')
    this.lanes = page.locator('[data-lane]')
    this.cards = this.lanes.getByRole('option')
    this.queues = page.getByRole('toolbar', { name: 'Queues' }).getByRole('button')
  }

  /** From the first run to a board of the practice workspace that is live. */
  async openPractice(): Promise<void> {
    const open = this.page.getByRole('button', { name: 'Open the practice workspace' })
    await expect(open).toBeVisible()
    await this.page.evaluate('window.bridge.settings.set({ tourSeen: true })')
    await open.click()
    await expect(this.rows.first()).toBeVisible({ timeout: READY_MS })
    const live = this.page.getByRole('button', { name: /^How fresh the board is: Live/ })
    await expect(live).toBeVisible({ timeout: READY_MS })
  }

  async showAll(): Promise<void> {
    await this.page.getByRole('button', { name: /^All/ }).first().click()
  }

  async showLanes(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show as lanes' }).click()
    await expect(this.cards.first()).toBeVisible()
  }

  async showTable(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show as a table' }).click()
    await expect(this.rows.first()).toBeVisible()
  }

  selected(): Locator {
    return this.page.locator('[data-sid][aria-selected="true"]')
  }

  async chooseFromViews(item: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'Views', exact: true }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }
}
