// The opening on a projector: no account, no navigation, nothing to scroll at any stage, and a voice that reads out.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { poll } from '../lib/field.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { accessible, picture } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('screen')
const TITLE = '锡林浩特机场联络线'
const OPEN = '二连浩特口岸供水管网改造'
const NOTICE = '请各位遵守会场纪律，手机调至静音。'
const NOTE = '唱标内容应当与投标文件一致，请核对。'
const HALLS = [{ width: 1280, height: 720 }, { width: 1920, height: 1080 }]

test('a hall sees and hears an opening without an account', (t) => at.journey(() => screen(steps(t))))

async function screen(step) {
  let all
  await step('a newcomer finds the room and the screen from the front page', async () => {
    await find()
  })
  await step('before the deadline there is a large clock, and nothing of who bids', async () => {
    all = await opening.arrive(at)
    await opening.announce(all, { title: TITLE, code: 'XM-2026-091' })
    await hall(all)
    await all.hall.sees('投标截止前，任何人都看不到投标人的名称和数量。')
    await fits(all, '1-before')
    await opening.bid(all)
    await opening.enter(all)
  })
  await step('a voice is asked for, and says so where there is none', () => voices(all))
  await step('the deadline, the announcement and the decrypt stage show how far all are', () => decrypt(all))
  await step('the read-out stands large, in figures and in capitals, and is said line by line', () => readOut(all))
  await step('objections and the longest note fit beside them', () => object(all))
  await step('and so do eight bidders', () => eight(all))
  await step('the close is shown and said', () => close(all))
}

/** Without an account, by what it reads. */
async function find() {
  const newcomer = await at.person('新来的人')
  const { page } = newcomer
  await newcomer.go('/')
  await newcomer.follow('全部标段')
  await newcomer.follow(OPEN)
  await newcomer.follow('开标室（公开，无须登录）')
  await page.getByRole('heading', { name: '旁观开标' }).waitFor()
  await bidder.live(newcomer)
  await newcomer.follow('大屏')
  await page.getByRole('heading', { name: OPEN }).waitFor()
  assert.equal(await page.getByRole('navigation').count(), 0, 'nothing leads away')
  await newcomer.follow('开标室')
  await page.getByRole('heading', { name: '开标室', exact: true }).waitFor()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
}

/** The screen of the hall, whose machine has a Chinese voice that writes down what it says. */
async function hall(all) {
  all.hall = await at.person('大屏')
  await all.hall.page.setViewportSize(HALLS[0])
  await all.hall.page.addInitScript(() => {
    globalThis.heard = []
    class Utterance {
      constructor(text) {
        this.text = text
      }
    }
    const voice = { lang: 'zh-CN', name: '试听' }
    const speak = ({ text, lang, voice }) => globalThis.heard.push([text, lang, voice?.name].join('|'))
    const synthesis = { getVoices: () => [voice], speak, cancel: () => globalThis.heard.push('静') }
    Object.defineProperty(globalThis, 'speechSynthesis', { get: () => synthesis })
    globalThis.SpeechSynthesisUtterance = Utterance
  })
  await all.hall.go(`/lots/${all.lot}/screen`)
  await bidder.live(all.hall)
}

const heard = ({ hall }) => hall.page.evaluate(() => globalThis.heard.map((line) => line.split('|')[0]))

async function hears(all, words) {
  const said = await poll(() => heard(all), (said) => said.includes(words))
  assert.ok(said.includes(words), `expected “${words}”, heard ${said.join(' / ')}`)
}

async function voices(all) {
  const { page } = all.hall
  await all.hall.press('语音播报：关')
  await page.getByRole('button', { name: '语音播报：开', pressed: true }).waitFor()
  assert.deepEqual(await page.evaluate(() => globalThis.heard), ['语音播报已开启。|zh-CN|试听'])
  await all.visitor.go(`/lots/${all.lot}/screen`)
  await bidder.live(all.visitor)
  await all.visitor.press('语音播报：关')
  await all.visitor.sees('本机没有中文语音，不能语音播报。请在系统设置中安装后再试。')
  const mute = await at.person('没有声音的人')
  await mute.page.addInitScript(() => delete Window.prototype.speechSynthesis)
  await mute.page.addInitScript(() => delete globalThis.speechSynthesis)
  await mute.go(`/lots/${all.lot}/screen`)
  await mute.press('语音播报：关')
  await mute.sees('本浏览器不能语音播报。')
}

async function decrypt(all) {
  const { page } = all.hall
  await opening.begins(all, all.bidders[0])
  await all.hall.sees('3 份')
  await hears(all, '投标截止时间已到，收到投标文件三份。请投标人签到。')
  await fits(all, '2-sign-in')
  for (const person of all.bidders) await bidder.signInToOpening(person)
  await host.lead(all.host, '公布投标人')
  await page.getByRole('rowheader', { name: '锡林郭勒草原建工有限公司' }).waitFor()
  await all.hall.sees('3 / 3')
  await hears(all, '现在公布投标人，共三家。')
  await all.host.page.getByLabel('公告内容', { exact: true }).fill(NOTICE)
  await all.host.press('发布公告')
  await page.locator('.screen__band').getByText(`主持人公告：${NOTICE}`).waitFor()
  await hears(all, `主持人公告：${NOTICE}`)
  await fits(all, '3-announced')
  await host.lead(all.host, '下达解密指令')
  await page.getByRole('timer').waitFor()
  await hears(all, '请各投标人开始解密，时限十分钟。')
  await bidder.decrypt(all.草原)
  await page.getByRole('row', { name: /草原.*已解密/ }).waitFor()
  await all.hall.sees('1 / 3')
  await fits(all, '4-decrypting')
  for (const person of [all.兴安, all.达来]) await bidder.decrypt(person)
}

async function readOut(all) {
  const { page } = all.hall
  await host.lead(all.host, '唱标')
  for (const words of ['2,650,000.00', '贰佰陆拾伍万元整', '2,599,999.90']) await page.getByText(words).first().waitFor()
  await hears(all, '唱标完毕。')
  const said = await heard(all)
  const lines = said.slice(said.indexOf('现在唱标。') + 1, said.indexOf('唱标完毕。'))
  assert.equal(lines.length, 3, `one line a bidder: ${lines}`)
  const line = lines.find((line) => line.includes('草原'))
  assert.match(line, /^第.家，锡林郭勒草原建工有限公司，投标报价：人民币二百六十五万元整；工期：一百日历天；质量目标：合格；项目负责人：巴特尔。$/)
  assert.ok(lines.some((line) => line.includes('人民币二百五十九万九千九百九十九元九角')), lines.join())
  await fits(all, '5-read-out')
  await accessible(page, 'screen')
  await page.emulateMedia({ colorScheme: 'dark' })
  await accessible(page, 'screen, dark')
  await picture(page, 'screen-5-read-out-dark')
  await page.emulateMedia({ colorScheme: 'light' })
}

async function object(all) {
  const { page } = all.hall
  await host.lead(all.host, '进入异议与确认', { sure: false })
  await hears(all, '现在进入异议与确认，时限十分钟。对开标有异议的，请当场提出。')
  await bidder.object(all.草原, '请核对第二家的工期。')
  await page.getByText('锡林郭勒草原建工有限公司提出异议：请核对第二家的工期。').first().waitFor()
  await host.answer(all.host, '已核对，无误。')
  const supervisor = await at.person('监督人')
  await supervisor.signIn('supervisor')
  await bidder.enterRoom(supervisor, all.lot)
  await supervisor.page.getByLabel('监督意见', { exact: true }).fill(NOTE.repeat(15).slice(0, 300))
  await supervisor.press('记录意见')
  await page.locator('.screen__band.is-note').waitFor()
  await bidder.confirm(all.草原)
  await page.getByRole('row', { name: /草原.*已确认/ }).waitFor()
  await fits(all, '6-objections')
}

/** As many rows as a page of it holds, drawn from those that are there. */
async function eight(all) {
  const { page } = all.hall
  await page.evaluate(() => {
    const table = document.querySelector('.screen__table')
    const body = table.querySelector('tbody')
    const rows = [...body.rows]
    while (body.rows.length < 8) body.append(rows[body.rows.length % rows.length].cloneNode(true))
    body.rows[7].querySelector('th').textContent = '内蒙古自治区锡林郭勒盟交通基础设施建设投资开发（集团）有限责任公司第三工程分公司'
    table.classList.remove('is-few')
  })
  await fits(all, '7-eight')
  await page.reload()
  await bidder.live(all.hall)
  await all.hall.press('语音播报：关')
}

async function close(all) {
  for (const person of [all.兴安, all.达来]) await bidder.confirm(person)
  await host.lead(all.host, '结束开标')
  await hears(all, '开标结束，开标记录向社会公开。')
  await fits(all, '8-closed')
  await all.hall.press('语音播报：开')
  const said = await heard(all)
  assert.equal(said.at(-1), '静', 'silent at once when it is switched off')
}

/** In both halls: nothing to scroll, nothing cut off, and the band inside the window. Leaves the smaller one. */
async function fits(all, name) {
  const { page } = all.hall
  for (const hall of [...HALLS].reverse()) {
    await page.setViewportSize(hall)
    const over = await page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.scrollingElement
      const cut = [...document.querySelectorAll('.screen, .screen__body, .screen__band')]
        .filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
      const outside = [...document.querySelectorAll('.screen *')].filter((element) => {
        const { right, bottom } = element.getBoundingClientRect()
        return right > innerWidth + 1 || bottom > innerHeight + 1
      })
      const blame = [...cut, ...outside].slice(0, 3).map((box) => box.outerHTML.slice(0, 100))
      return { down: scrollHeight - clientHeight, aside: scrollWidth - clientWidth, blame }
    })
    assert.deepEqual(over, { down: 0, aside: 0, blame: [] }, `${name} at ${hall.width}×${hall.height}`)
    await picture(page, `screen-${name}-${hall.width}`)
  }
}
