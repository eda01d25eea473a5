/** A page that nobody sees is not painted, and starts all the same. */
const PATIENCE_MS = 50

/** Resolves when what is in the page has been handed to the screen, or will not be. */
export function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS)
    // Frames are asked for before they are painted; a task after it comes when that is done.
    requestAnimationFrame(() => {
      setTimeout(resolve, 0)
    })
  })
}

/**
 * Takes away the mark that `index.html` shows from the first paint on. Called when there is a screen in its place, so that the
 * window is never empty.
 */
export function endOpening(): void {
  document.querySelector('.opening')?.remove()
}
