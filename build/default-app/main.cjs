// Stands in for Electron's own default app in a runtime that was packed without it: loads the app folder named by the
// first argument that is not a switch, and before it the modules named by -r, as Electron's own does.
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')

/** @type {string[]} */
const modules = []
const named = process.argv.slice(1)
for (let at = named.indexOf('-r'); at >= 0; at = named.indexOf('-r')) {
  const [, file] = named.splice(at, 2)
  if (file !== undefined) modules.push(path.resolve(file))
}
const folder = named.find((argument) => !argument.startsWith('-'))
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
  for (const file of modules) require(file)
  require(path.join(appPath, manifest.main ?? 'index.js'))
}
