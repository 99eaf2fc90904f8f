// A company registers step by step, is returned with two remarks, mends them, is approved, and changes its legal
// representative under review while the old data stay in force.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { creditCode } from '../lib/credit_code.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import { steps } from '../lib/steps.js'

const at = house('filing')
const COMPANY = {
  code: creditCode('MA0NF1LE'),
  name: '苏尼特市政工程有限公司',
  legalPerson: '斯琴',
  address: '锡林浩特市',
  contact: '斯琴',
  phone: '13947900002',
  login: 'sunite',
  password: '千里草原一条路2026',
}

test('a company files, mends and changes', (t) => at.journey(() => filing(steps(t))))

async function filing(step) {
  const company = await at.person('斯琴')
  const registrar = await at.person('审核员')
  const { page } = company
  await step('the code is decoded as it is typed, and the account opened', async () => {
    await company.go('/register')
    const code = page.getByLabel('统一社会信用代码', { exact: true })
    await page.getByRole('button', { name: '开始登记', disabled: false }).waitFor()
    await code.fill(COMPANY.code.slice(0, 8))
    await company.sees('8 / 18 位 · 工商（市场监管） · 企业 · 登记地 内蒙古自治区锡林郭勒盟')
    await bidder.openAccount(company, COMPANY)
    await look(page, 'filing-company')
  })
  await step('what is typed outlives the page', async () => {
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.getByLabel('单位名称', { exact: true }).fill(COMPANY.name)
    await company.sees('已于')
    await page.reload()
    assert.equal(await page.getByLabel('单位名称', { exact: true }).inputValue(), COMPANY.name)
  })
  await step('the check page names what is missing and leads there', async () => {
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await page.getByRole('heading', { name: /有 \d+ 处需要修改/ }).waitFor()
    await look(page, 'filing-problems')
    await company.follow('法定代表人身份证号码：请填写')
    const id = page.getByLabel('法定代表人身份证号码', { exact: true })
    await id.waitFor()
    await page.waitForFunction(() => document.activeElement.id === 'legal_person_id')
  })
  await step('all steps are filled in and it is sent', async () => {
    await bidder.fillForm(company, COMPANY)
    await look(page, 'filing-check')
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '扫描件' }).click()
    await look(page, 'filing-scans')
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await company.press('提交审核')
    await company.sees('排队等待审核员受理')
  })
  await step('the registrar returns it with two remarks', async () => {
    await registrar.signIn('registrar')
    await take(registrar)
    await remark(registrar, '住所', '请写到街道和门牌号')
    await remark(registrar, '营业执照扫描件', '请上传彩色扫描件')
    await registrar.sees('已写 2 条意见，可以退回补正。')
    await registrar.press('退回补正')
    await registrar.sees('已退回')
  })
  await step('the remarks stand beside the entries, and are mended', async () => {
    await company.go('/my/case')
    await company.sees('请写到街道和门牌号')
    await look(page, 'case-returned')
    await company.follow('补正')
    const address = page.getByLabel('住所', { exact: true })
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.locator('#address-error', { hasText: '审核意见：请写到街道和门牌号' }).waitFor()
    await address.fill('锡林浩特市那达慕大街8号')
    await bidder.fillForm(company, { ...COMPANY, address: '锡林浩特市那达慕大街8号' })
    await company.press('提交审核')
    await company.sees('待交易中心审核')
  })
  await step('it is approved', () => approve(registrar))
  await step('the legal representative changes under review, the old one stays until then', async () => {
    await company.go('/my/case')
    await company.sees('登记已生效')
    await company.follow('变更登记信息')
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '法定代表人与账户' }).click()
    await page.getByLabel('法定代表人', { exact: true }).fill('那仁')
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await company.press('提交审核')
    await company.sees('变更正在审核，原信息继续有效')
    await look(page, 'case-change')
    const inForce = page.locator('section', { has: page.getByRole('heading', { name: '有效的登记信息' }) })
    await company.sees('斯琴', inForce)
    await take(registrar)
    await registrar.sees('原为')
    await look(registrar.page, 'review-change')
    await registrar.press('通过')
    await registrar.sees('已通过')
    await page.reload()
    await company.sees('那仁', inForce)
  })
}

/** Onto the registrar's desk. */
async function take(registrar) {
  await registrar.go('/review')
  await registrar.follow(COMPANY.name)
  await registrar.press('受理')
  await registrar.page.getByRole('button', { name: '放回队列', disabled: false }).waitFor()
}

async function remark(registrar, entry, words) {
  const field = registrar.page.getByLabel(`对“${entry}”的意见`, { exact: true })
  await registrar.page.locator('details', { has: field }).locator('summary').click()
  await field.fill(words)
}

async function approve(registrar) {
  await take(registrar)
  await registrar.press('通过')
  await registrar.sees('已生效')
}
