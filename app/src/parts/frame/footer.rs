//! The site footer.

use leptos::prelude::*;

use crate::text::t;

#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p>
                    {t("开标：公共资源交易投标人自助登记与远程开标。投标文件离开本机之前已经密封，开标之前谁也打不开；规则、代码和存证均可核验。",
                        "Kaibiao: self-registration of bidders and remote opening of bids. A bid is sealed before it leaves its machine and nobody opens it early; rules, code and evidence can be checked.")}
                </p>
                <nav aria-label=t("页脚", "Footer")>
                    <a href="/#practice">{t("模拟开标", "Practice opening")}</a>
                    <a href="/lots">{t("标段", "Lots")}</a>
                    <a href="/credit">{t("信用查询", "Credit")}</a>
                </nav>
            </div>
        </footer>
    }
}
