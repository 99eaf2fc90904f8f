// Before the day: a bidder checks whether machine, line, key and bid are ready, mends what is not, is reminded of it, and
// puts the deadline into its calendar.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import * as bidder from '../lib/bidder.js'
import { file } from '../lib/files.js'
import { house } from '../lib/house.js'
import { accessible, look } from '../lib/look.js'
import { slowClock } from '../lib/person.js'
import { steps } from '../lib/steps.js'

const at = house('ready')
/** Its deadline is two hours away. */
const LOT = 'G303 线锡林浩特段路面养护工程'
const OFFER = { price: '4600000', days: '90', manager: '巴特尔', guarantee: 'BH-2026-801', guaranteed: '50000' }
const PASSPHRASE = '开标前一天的口令2026'

test('a bidder mends one check after another until it is ready', (t) => at.journey(() => ready(steps(t))))

async function ready(step) {
  const clerk = await at.person('投标人')
  const { page } = clerk
  let address
  let keyFile
  await step('with neither key nor bid it is told what is missing', async () => {
    await clerk.signIn('caoyuan')
    await clerk.go('/lots')
    await clerk.follow(LOT)
    await clerk.follow('开标前检查')
    await told(clerk, '还有 2 项未通过')
    await says(clerk, '密钥文件', '未通过', '本单位尚未制作密钥')
    await says(clerk, '投标文件', '未通过', '没有已递交的投标文件')
    await says(clerk, '解密演练', '未检查', '递交后才能演练')
    await says(clerk, '数字证书', '未检查', '制作密钥时一并领取')
    for (const name of ['剩余时间', '浏览器', '网络', '本机时钟', '实时连接']) await says(clerk, name, '通过', '')
    await look(page, 'ready-nothing')
    address = new URL(page.url()).pathname
  })
  await step('a bid that is begun and not lodged is remembered on the front page', async () => {
    keyFile = await bidder.makeKey(clerk, PASSPHRASE)
    await clerk.go(address.replace('ready', 'bid'))
    await bidder.fillBid(clerk, { ...OFFER, passphrase: PASSPHRASE })
    // The commit does not get through, so that the bid stays begun.
    await page.route('**/api/fn/commit_bid', (route) => route.abort())
    clerk.allow('ERR_FAILED', '/api/fn/commit_bid')
    await clerk.press('密封并递交')
    await clerk.sees('连接不上服务器')
    await page.unroute('**/api/fn/commit_bid')
    await clerk.go('/')
    await reminded(clerk, '投标文件尚未递交')
    await look(page, 'front-reminders')
    await clerk.go(address)
    await told(clerk, '还有 1 项未通过')
    await says(clerk, '投标文件', '未通过', '尚未递交')
    await says(clerk, '密钥文件', '通过', '本单位的密钥文件在此浏览器中')
    await says(clerk, '数字证书', '通过', '有效至')
    await says(clerk, '网络', '通过', /往返 \d+ 毫秒，上传每秒 [\d.]+ [KMG]B。待递交文件 [\d.]+ KB，约需 1 秒/)
  })
  await step('once it is lodged, only the rehearsal is missing', async () => {
    await clerk.follow('去投标')
    await bidder.alive(clerk)
    await bidder.chooseFiles(clerk)
    await bidder.typePassphrase(clerk, PASSPHRASE)
    await bidder.lodge(clerk)
    await clerk.go('/my/bids')
    await reminded(clerk, '尚未演练解密')
    await reminded(clerk, '即将开标')
    await look(page, 'bids-reminders')
    await clerk.follow('开标前检查', reminders(clerk))
    await told(clerk, '还有 1 项未通过')
    await says(clerk, '密钥文件', '通过', '与已递交的投标文件相符')
    await says(clerk, '解密演练', '未通过', '尚未演练')
  })
  await step('after the rehearsal it is ready', async () => {
    await clerk.follow('去演练')
    await page.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
    await clerk.press('开始演练')
    await clerk.sees('演练成功')
    await page.goBack()
    await told(clerk, '可以开标')
    await says(clerk, '解密演练', '通过', '演练成功')
    await look(page, 'ready')
    await clerk.go('/my/bids')
    await reminded(clerk, '即将开标')
    assert.equal(await reminders(clerk).getByText('尚未演练解密').count(), 0, 'reminded of what is done')
  })
  await step('on another machine the key is missing until its file is chosen', async () => {
    const other = await at.person('另一台电脑')
    await other.signIn('caoyuan')
    await reminded(other, '此浏览器没有密钥文件')
    await other.go(address)
    await told(other, '还有 1 项未通过')
    await says(other, '密钥文件', '未通过', '此浏览器没有密钥文件')
    await look(other.page, 'ready-no-key')
    await bidder.choose(other, '密钥文件', file('no.kaibiao-key', '不是密钥'))
    await says(other, '密钥文件', '未通过', '所选文件不是密钥文件')
    await bidder.choose(other, '密钥文件', bidder.backupOf(clerk))
    await says(other, '密钥文件', '注意', '这是密钥的备份文件')
    await bidder.choose(other, '密钥文件', keyFile)
    await says(other, '密钥文件', '通过', '所选密钥文件与已递交的投标文件相符')
    await told(other, '可以开标')
  })
  await step('the key of another company does not pass', async () => {
    const rival = await at.person('别家')
    await rival.signIn('xingan')
    await bidder.makeKey(rival, PASSPHRASE)
    const other = await at.person('别家的另一台电脑')
    await other.signIn('xingan')
    await other.go(address)
    await told(other, '还有 2 项未通过')
    await bidder.choose(other, '密钥文件', keyFile)
    await says(other, '密钥文件', '未通过', '这是另一个密钥')
    assert.equal(await reminders(other).count(), 0)
  })
}

test('a visitor checks machine and line, and hears of a slow clock and of a line that is held back', () =>
  at.journey(async () => {
    const visitor = await at.person('访客')
    const { page } = visitor
    await slowClock(page, 192_500)
    await page.route('**/api/rooms/*/events*', (route) => route.abort())
    visitor.allow('ERR_FAILED', '/events')
    await visitor.go('/lots')
    await visitor.follow(LOT)
    await visitor.follow('开标前检查')
    await told(visitor, '还有 1 项未通过')
    await says(visitor, '本机时钟', '注意', '本机时钟比服务器慢 3 分 12 秒')
    await says(visitor, '实时连接', '未通过', '没有收到开标室的消息')
    for (const name of ['投标文件', '密钥文件', '解密演练']) await says(visitor, name, '未检查', '登录后检查')
    await accessible(page)
    await page.unroute('**/api/rooms/*/events*')
    await page.getByRole('button', { name: '重新检查' }).focus()
    await page.keyboard.press('Enter')
    await told(visitor, '本机和网络符合要求；登录后再检查投标文件和密钥，有 1 项请留意')
    await says(visitor, '实时连接', '通过', '能收到开标室的实时消息')
    await page.getByRole('main').getByRole('link', { name: '登录' }).click()
    assert.match(page.url(), /sign-in\?back=.*ready/)
  }))

test('without scripts the page says what needs them, and tells the rest', () =>
  at.journey(async () => {
    const reader = await at.person('读者', { scripts: false })
    await reader.signIn('dalai')
    await reader.go('/lots')
    await reader.follow(LOT)
    await reader.follow('开标前检查')
    await reader.sees('须由本机脚本检查')
    await says(reader, '剩余时间', '通过', '距投标截止（开标）1 小时')
    await says(reader, '投标文件', '未通过', '没有已递交的投标文件')
    await says(reader, '网络', '未检查', '待检查')
  }))

test('the deadline of a lot goes into a calendar', () =>
  at.journey(async () => {
    const visitor = await at.person('访客')
    const { page } = visitor
    await visitor.go('/lots')
    await visitor.follow(LOT)
    const link = page.getByRole('link', { name: '加入日历' })
    const address = visitor.url + (await link.getAttribute('href'))
    const shown = await page.getByRole('complementary').locator('time').first().getAttribute('datetime')
    const answer = await page.request.get(address)
    assert.equal(answer.headers()['content-type'], 'text/calendar; charset=utf-8')
    const text = await answer.text()
    assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75), text)

    const calendar = new ICAL.Component(ICAL.parse(text))
    const [component, ...others] = calendar.getAllSubcomponents('vevent')
    assert.equal(others.length, 0)
    const event = new ICAL.Event(component)
    assert.equal(event.summary, `投标截止并开标：${LOT}`)
    assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone)
    assert.equal(event.startDate.toJSDate().getTime(), Date.parse(`${shown}+08:00`))
    assert.equal(event.duration.toSeconds(), 2400, 'decrypting and objections')
    assert.match(event.description, /标段编号：XM-2026-057\n[^]*\/ready\n[^]*\/room$/)
    assert.match(event.uid, /^[0-9a-z]{26}@kaibiao$/)
    assert.equal(event.sequence, 0)
    assert.ok(component.getFirstPropertyValue('dtstamp').toJSDate() < new Date())
    const alarms = component.getAllSubcomponents('valarm').map((alarm) => {
      assert.equal(alarm.getFirstPropertyValue('action'), 'DISPLAY')
      return alarm.getFirstPropertyValue('trigger').toSeconds()
    })
    assert.deepEqual(alarms, [-86_400, -3600])
    assert.equal(await (await page.request.get(address)).text(), text, 'the same event is the same text')
  }))

/** Waits until all is checked and the sentence at the top says this. */
async function told({ page }, words) {
  const verdict = page.getByRole('status').filter({ hasText: words })
  await verdict.filter({ hasText: '检查于' }).waitFor({ timeout: 60_000 })
}

/** The line of a check stands so, and says this. */
async function says({ page }, name, mark, words) {
  const line = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
  await line.filter({ has: page.getByText(mark, { exact: true }) }).filter({ hasText: words }).waitFor().catch(async () => {
    assert.fail(`“${name}” is not ${mark} with “${words}”: ${await line.innerText()}`)
  })
}

const reminders = ({ page }) => page.getByRole('region', { name: '待办提醒' })

function reminded(person, words) {
  return person.sees(words, reminders(person))
}
