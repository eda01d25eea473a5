// What a benchmark looks at inside the page. A text, because the page takes it in through the debugger.
export const PAGE_PROBE = `
globalThis.probe = {
  /** Resolves when the page has had nothing to do for a while: what it does to start is not what is measured. */
  settled: () => new Promise((done) => {
    const from = performance.now()
    const idle = ({ didTimeout }) => performance.now() - from > 1500 && !didTimeout ? done() : requestIdleCallback(idle)
    requestIdleCallback(idle)
  }),
  /** Resolves with the moment (ms since the epoch) after the paint that first showed a grid of so many lines. */
  shown: (lines) => new Promise((done) => {
    const look = () => {
      const grid = document.querySelector('[role="grid"]')
      const there = grid?.getAttribute('aria-rowcount') === String(lines) && grid.querySelector('[data-sid]') !== null
      if (!there) return requestAnimationFrame(look)
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => done(performance.timeOrigin + performance.now())
        channel.port2.postMessage(null)
      })
    }
    look()
  }),
  /** Long tasks (over 50 ms) from now on; the returned function ends it and gives their lengths in ms. */
  longTasks: () => {
    const found = []
    const observer = new PerformanceObserver((list) => found.push(...list.getEntries().map(({ duration }) => duration)))
    observer.observe({ entryTypes: ['longtask'] })
    return () => {
      found.push(...observer.takeRecords().map(({ duration }) => duration))
      observer.disconnect()
      return found
    }
  },
  /** Times between frames for so long, ms each; with \`scroll\` the grid moves by so many px in each. */
  frames: (ms, scroll) => new Promise((done) => {
    const grid = document.querySelector('[role="grid"]')
    const ended = probe.longTasks()
    const gaps = []
    let last = null
    const from = performance.now()
    const frame = (at) => {
      if (last !== null) gaps.push(at - last)
      last = at
      if (scroll !== 0 && grid) grid.scrollTop += scroll
      if (performance.now() - from < ms) requestAnimationFrame(frame)
      else done({ gaps, longTasks: ended() })
    }
    requestAnimationFrame(frame)
  }),
}
`
