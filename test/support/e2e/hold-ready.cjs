// Loaded into the program before its own code: Electron's `ready` is held back until the test's driver is connected. A driver that
// connects while the first window is just being made now and then waits for it forever.
const { app } = require('electron')

const ready = app.whenReady()
const emit = app.emit.bind(app)
/** @type {unknown[]} */
let told = []
let connected = false

app.emit = (event, ...facts) => {
  if (event !== 'ready' || connected) return emit(event, ...facts)
  told = facts
  return true
}
app.isReady = () => connected
app.whenReady = () => held
const held = new Promise((resolve) => {
  // The driver calls it when it is connected.
  globalThis.__playwright_run = async () => {
    await ready
    connected = true
    resolve(undefined)
    emit('ready', ...told)
  }
})
