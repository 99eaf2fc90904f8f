// Picture and sound: the host goes live, a visitor really sees it, the server is killed and the broadcast goes on where it
// was, while the opening takes all its steps; afterwards the supervisor sees it again and finds each moment.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { poll } from '../lib/field.js'
import * as film from '../lib/film.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { accessible, look, picture } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('broadcast')
const AWAY = 7_000
/** Seconds: a span of one, its way, and room for a machine that is busy with everything at once. */
const LONGEST_DELAY = 8

test('an opening is seen live and seen again', (t) => at.journey(() => broadcast(steps(t))))

async function broadcast(step) {
  const all = {}
  await step('three companies bid', () => gather(all))
  await step('the host goes live', () => goLive(all))
  await step('a visitor sees and hears it, when it asks for it', () => watch(all))
  await step('the opening goes its way meanwhile', () => decrypting(all))
  await step('the server is killed, and both go on', () => beAway(all))
  await step('bids are read out and the host ends the broadcast', () => readOut(all))
  await step('a second reel ends with the opening', () => close(all))
  await step('the record names both', () => record(all))
  await step('the supervisor sees it again, moment by moment', () => replay(all))
  await step('and nobody else', () => others(all))
}

async function gather(all) {
  Object.assign(all, await opening.gather(at, { title: '毛登牧场供热管网', code: 'XM-2026-091' }))
}

async function goLive(all) {
  const { page } = all.host
  await all.host.press('打开并预览')
  await all.host.sees('现在只有您能看到')
  await film.sees(all.host)
  assert.equal(await all.visitor.page.getByRole('button', { name: '观看直播' }).count(), 0, 'nobody else sees the preview')
  await look(page, 'broadcast-preview')
  await all.host.press('开始直播')
  await all.host.sees(/^已发送 [3-9] 个片段/)
  await look(page, 'broadcast-console')
}

async function watch(all) {
  const { page } = all.visitor
  const loaded = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.getByRole('button', { name: '观看直播' }).waitFor()
  assert.equal(loaded.filter((url) => /watching|segments/.test(url)).length, 0, 'nothing is loaded unasked')
  await all.visitor.press('观看直播')
  await page.locator('.live__state').getByText('直播中').waitFor()
  await film.sees(all.visitor)
  assert.equal(await page.locator('video').evaluate((video) => video.muted), true, 'no sound unasked')
  await all.visitor.press('打开声音')
  assert.equal(await page.locator('video').evaluate((video) => video.muted), false)
  const sound = () => page.locator('video').evaluate((video) => video.webkitAudioDecodedByteCount)
  const heard = await sound()
  await film.runs(all.visitor)
  assert.ok((await sound()) > heard, 'sound is played')
  all.delay = await film.delay(all.visitor, LONGEST_DELAY)
  console.log(`# live delay: ${all.delay} s`)
  assert.ok(all.delay <= LONGEST_DELAY, `${all.delay} s behind`)
  await look(page, 'broadcast-room')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'broadcast-room-dark')
  await page.emulateMedia({ colorScheme: null })
}

async function decrypting(all) {
  await opening.startDecrypt(all)
  await bidder.decrypt(all.草原)
  await film.sees(all.visitor)
}

async function beAway(all) {
  const everybody = [...all.bidders, all.visitor, all.host]
  for (const person of everybody) person.allow('net::ERR', '/events')
  all.host.allow('net::ERR', '/segments')
  all.visitor.allow('net::ERR', '/segments')
  // A look at how the reel stands may fall into the absence.
  all.visitor.allow('net::ERR', '/reels/1', { maybe: true })
  await at.server.kill()
  await all.host.sees('暂时联系不上服务器，正在重试')
  await all.visitor.sees('直播中断，开标照常进行。')
  await new Promise((go) => setTimeout(go, AWAY))
  await at.server.revive()
  await all.visitor.page.getByText('服务器曾中断，时限已顺延').waitFor({ timeout: 40_000 })
  await all.visitor.page.locator('.live__state').getByText('直播中').waitFor({ timeout: 30_000 })
  await film.sees(all.visitor)
  assert.match(await all.host.page.locator('#broadcast-facts').innerText(), /第 1 段/, 'the reel goes on')
  assert.ok((await film.delay(all.visitor, LONGEST_DELAY)) <= LONGEST_DELAY, 'and what happens now is seen now')
}

async function readOut(all) {
  await bidder.decrypt(all.兴安)
  await bidder.decrypt(all.达来)
  await host.lead(all.host, '唱标')
  await all.visitor.sees('2,599,999.90')
  await film.sees(all.visitor)
  // Enough of it to be seen again.
  await film.runs(all.visitor, 6)
  await all.host.press('结束直播')
  await all.visitor.sees('直播已结束，开标照常进行。')
  await all.visitor.sees(/^直播结束（第 1 段，共 \d+ 个片段）。$/)
}

async function close(all) {
  await all.host.page.getByLabel('屏幕和麦克风').check()
  await all.host.press('打开并预览')
  await all.host.press('开始直播')
  await all.host.sees('第 2 段')
  // Who has not turned it off sees the next reel by itself.
  await all.visitor.page.locator('.live__state').getByText('直播中').waitFor({ timeout: 30_000 })
  await host.lead(all.host, '进入异议与确认', { sure: false })
  for (const person of all.bidders) await bidder.confirm(person)
  // A segment that is on its way when the opening ends is refused.
  all.host.allow('409', '/segments/', { maybe: true })
  await host.lead(all.host, '结束开标')
  await all.host.sees('开标已结束，直播随之结束。')
  await all.visitor.page.getByRole('heading', { name: '开标结束' }).first().waitFor()
}

async function record(all) {
  await all.visitor.go(`/lots/${all.lot}/record`)
  await all.visitor.page.getByRole('heading', { name: '直播摘要（SM3）' }).waitFor()
  for (const reel of [1, 2]) await all.visitor.sees(new RegExp(`^第 ${reel} 段（.+ 至 .+，\\d+ 个片段）$`))
  const data = await (await fetch(`${all.visitor.url}/lots/${all.lot}/record.json`)).text()
  assert.match(data, /直播第 1 段（.+ 至 .+，\d+ 个片段）摘要（SM3）[0-9a-f]{64}/)
}

async function replay(all) {
  const supervisor = (all.supervisor = await at.person('监督人'))
  const { page } = supervisor
  await supervisor.signIn('supervisor')
  await supervisor.go(`/lots/${all.lot}/replay`)
  await page.getByRole('heading', { name: '开标回放' }).waitFor()
  await supervisor.sees(/^已核验 \d+ 个片段，摘要清单与开标记录一致。$/)

  const course = page.getByRole('list').filter({ hasText: '直播开始（第 1 段）' })
  await course.getByRole('button', { name: '主持人下达解密指令' }).click()
  await film.sees(supervisor)
  const marked = page.locator('.replay__course [aria-current]')
  await marked.getByText(/下达解密指令|解密成功/).waitFor()
  await look(page, 'broadcast-replay')
  const decrypt = await page.locator('video').evaluate((video) => video.currentTime)

  // Over the absence, in which the recorder went on.
  await course.getByRole('button', { name: '唱标' }).click()
  await film.runs(supervisor, 1)
  await marked.getByText('唱标').waitFor()
  const read = await page.locator('video').evaluate((video) => video.currentTime)
  assert.ok(read - decrypt > AWAY / 1000, `${decrypt} s, then ${read} s`)

  await course.getByRole('button', { name: '进入异议与确认' }).click()
  await page.getByRole('button', { name: '第 2 段', exact: true, pressed: true }).waitFor()
  // The second reel lasts a few seconds, and shows a screen on which nothing is.
  // The player of the first goes before that of the second comes.
  const still = await poll(() => film.still(supervisor), ({ width }) => width > 0, 40_000)
  assert.ok(still.width > 0)
  await page.emulateMedia({ colorScheme: 'dark' })
  await accessible(page, 'the replay in the dark')
  await picture(page, 'broadcast-replay-dark')
  await page.emulateMedia({ colorScheme: null })

  // One byte of a segment that is not what was received.
  await page.route('**/reels/1/segments/2', async (route) => {
    const answer = await route.fetch()
    const body = await answer.body()
    body[body.length - 1] ^= 1
    await route.fulfill({ response: answer, body })
  })
  await page.getByRole('button', { name: '第 1 段', exact: true }).click()
  await page.getByRole('alert').getByText('片段 2 与收到时登记的摘要不符，不予播放。').waitFor()
  await page.unroute('**/reels/1/segments/2')
  await supervisor.go(`/lang/en?back=/lots/${all.lot}/replay`)
  await supervisor.sees(/^\d+ segments checked; the list of digests is that of the record\.$/)
  await look(page, 'broadcast-replay-english')
}

async function others(all) {
  await all.草原.go(`/lots/${all.lot}/replay`)
  await all.草原.sees('您没有办理此事项的权限。')
  await all.visitor.go(`/lots/${all.lot}/replay`)
  await all.visitor.sees('请先登录。')
}
