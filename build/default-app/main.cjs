// Stands in for Electron's own default app in a runtime that was packed without it:
// loads the app folder named by the first argument that is not a switch.
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('Name the folder of an app to run.\n')
  app.exit(1)
} else {
  load(path.resolve(folder))
}

/** @param {string} appPath */
function load(appPath) {
  const manifest = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'))
  const name = manifest.productName ?? manifest.name
  if (name) {
    app.setName(name)
    app.setDesktopName(`${manifest.desktopName ?? name}`.replace(/(\.desktop)?$/, '.desktop'))
    // The switch wins, as it does in every other Electron.
    if (!app.commandLine.hasSwitch('user-data-dir'))
      app.setPath('userData', path.join(app.getPath('appData'), name))
  }
  if (manifest.version) app.setVersion(manifest.version)
  app.setAppPath(appPath)
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true })
  require(path.join(appPath, manifest.main ?? 'index.js'))
}
