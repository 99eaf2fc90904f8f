// npm socket.io as shipped, over WebSocket alone: tells everybody an event at an even pace, as large as one of ours.
// `node bench/room/socketio.js EVENTS MILLISECONDS` prints its port, and begins at the first line on stdin.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const [events, pause] = process.argv.slice(2).map(Number)
const http = createServer()
const io = new Server(http, { transports: ['websocket'] })
http.listen(0, '127.0.0.1')
await once(http, 'listening')
console.log(http.address().port)
await once(process.stdin, 'data')
for (let seq = 1; seq <= events; seq++) {
  io.emit('entry', { seq, at: Date.now(), event: { decrypted: { bid: '01m5k3d9v0h4q8zt6w2y7xbnce' } } })
  await new Promise((go) => setTimeout(go, pause))
}
await once(process.stdin, 'end')
process.exit()
