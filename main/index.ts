import { app, protocol } from 'electron'
import { start } from './start'
import { parseCommandLine } from './shell/command-line'
import { prepareElectron } from './shell/before-ready'

const commandLine = parseCommandLine(process.argv)

if (commandLine.version) {
  process.stdout.write(`${app.getVersion()}\n`)
  app.exit(0)
} else {
  prepareElectron(app, protocol)
  // A second start hands its command line to the first one and ends.
  if (app.requestSingleInstanceLock()) void start(commandLine)
  else app.exit(0)
}
