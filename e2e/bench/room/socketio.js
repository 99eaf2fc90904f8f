// npm socket.io as shipped, over WebSocket alone: tells everybody the entries of a room, byte for byte but for the time,
// each as long after the one before as it was. `node bench/room/socketio.js ENTRIES` prints its port, and begins at the
// first line on stdin.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const entries = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const http = createServer()
const io = new Server(http, { transports: ['websocket'] })
http.listen(0, '127.0.0.1')
await once(http, 'listening')
console.log(http.address().port)
await once(process.stdin, 'data')
const begun = Date.now() - entries[0].at
for (const entry of entries) {
  await new Promise((go) => setTimeout(go, begun + entry.at - Date.now()))
  io.emit('entry', { ...entry, at: Date.now() })
}
await once(process.stdin, 'end')
process.exit()
