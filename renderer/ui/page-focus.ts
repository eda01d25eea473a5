import { nextTick } from 'vue'

/** What of a list is its stop of the Tab key: a row of a grid, or a card of a lane. */
const STOP = '[role="row"][tabindex="0"], [role="option"][tabindex="0"]'

/** Gives the focus to the page: to the stop of its list, else to the content. */
export function focusPage(): void {
  const page = document.getElementById('content')
  const row = page?.querySelector(STOP)
  if (row instanceof HTMLElement) row.focus({ preventScroll: true })
  else page?.focus({ preventScroll: true })
}

/** The same, once what had the focus has left the page and nothing else took it. */
export async function focusPageIfLost(): Promise<void> {
  await nextTick()
  if (document.activeElement === document.body) focusPage()
}

/**
 * A live board takes away rows that have ended, and with a row the focus on it: the next press of a key would then go
 * nowhere. Watches `root` and gives a focus that was lost in this way back to the page.
 * @returns stops watching
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: Element | null = null
  const remember = (event: FocusEvent): void => {
    last = event.target instanceof Element ? event.target : null
  }
  const observer = new MutationObserver(() => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return
    last = null
    focusPage()
  })
  root.ownerDocument.addEventListener('focusin', remember)
  observer.observe(root, { childList: true, subtree: true })
  return () => {
    observer.disconnect()
    root.ownerDocument.removeEventListener('focusin', remember)
  }
}
