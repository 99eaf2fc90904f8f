//! A company registers itself, is reviewed, mends what was returned, and registers its key.

use domain::credit_code::{CreditCodeFault, FormFault};
use domain::subject::Standing;
use domain::view::{Case, Me};
use domain::{Fault, Field, Problem, Refusal};
use serde_json::{Value, json};

use crate::client::Client;
use crate::on_both;

const CODE: &str = "91150100M0001007";

fn form(code: &str) -> Value {
    json!({
        "code": code, "company_name": "测试建设有限公司", "legal_person": "张三", "address": "锡林浩特市1号",
        "contact_name": "李四", "contact_phone": "13900000000"
    })
}

fn code() -> String {
    domain::CreditCode::complete(&format!("{CODE}0")).unwrap().to_string()
}

async fn register(client: &mut Client, code: &str, login: &str) -> Result<Me, Refusal> {
    let account = json!({ "login": login, "password": "long enough 1", "password_again": "long enough 1" });
    client.call("register", json!({ "form": form(code), "account": account })).await
}

fn only_problem(result: Result<Me, Refusal>) -> Problem {
    match result {
        Err(Refusal::Invalid { mut problems }) if problems.len() == 1 => problems.remove(0),
        other => panic!("expected one problem, got {other:?}"),
    }
}

on_both! {
    async fn each_bad_code_is_refused_by_the_server_with_its_own_fault(house: House) {
        let good = code();
        let form = |kind, meant: &str| CreditCodeFault::Form { kind, meant: meant.to_owned() };
        let wide: String = good.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        let last = if good.ends_with('1') { '2' } else { '1' };
        for (typed, fault) in [
            (String::new(), CreditCodeFault::Empty),
            (wide, form(FormFault::FullWidth, &good)),
            (format!("{} {}", &good[..9], &good[9..]), form(FormFault::Blank, &good)),
            (good.to_lowercase(), form(FormFault::LowerCase, &good)),
            (good[..17].to_owned(), CreditCodeFault::Length { found: 17 }),
            (format!("{}I", &good[..17]), CreditCodeFault::Character { character: 'I', position: 18 }),
            (format!("{}{last}", &good[..17]), CreditCodeFault::Check),
        ] {
            let problem = only_problem(register(&mut house.visitor(), &typed, "zhangsan").await);
            assert_eq!(problem, Problem { field: Field::Code, fault: Fault::CreditCode(fault) }, "{typed}");
        }
    }

    async fn a_code_or_a_login_can_be_taken_only_once(house: House) {
        register(&mut house.visitor(), &code(), "zhangsan").await.unwrap();
        let again = only_problem(register(&mut house.visitor(), &code(), "lisi").await);
        assert_eq!(again, Problem { field: Field::Code, fault: Fault::Taken });
        let other = domain::CreditCode::complete(&format!("{CODE}1")).unwrap().to_string();
        let again = only_problem(register(&mut house.visitor(), &other, "ZhangSan").await);
        assert_eq!(again, Problem { field: Field::Login, fault: Fault::Taken });
    }

    async fn a_returned_case_is_mended_and_approved(house: House) {
        let house = house.with_demo().await;
        let mut company = house.visitor();
        let me = register(&mut company, &code(), "zhangsan").await.unwrap();
        let id = me.subject.unwrap().id;
        let mut registrar = house.signed_in("registrar").await;
        let queue: Vec<Case> = registrar.ask("cases", &[]).await.unwrap();
        assert!(queue.iter().any(|case| case.id == id));

        let no_remark = json!({ "subject": id, "decision": { "return": { "remark": "  " } } });
        let refused = registrar.call::<Case>("review", no_remark).await.unwrap_err();
        assert_eq!(refused, Refusal::field(Field::Remark, Fault::Empty));
        let back = json!({ "subject": id, "decision": { "return": { "remark": "地址请写全" } } });
        registrar.call::<Case>("review", back).await.unwrap();
        let mine: Case = company.ask("my_case", &[]).await.unwrap();
        assert_eq!(mine.standing, Standing::Returned { remark: "地址请写全".into() });

        let early = company.call::<()>("register_key", json!({ "public_key": "04" })).await;
        assert_eq!(early.unwrap_err(), Refusal::NotSealed);
        let mut mended = form(&code());
        mended["address"] = "锡林浩特市那达慕大街1号".into();
        company.call::<Case>("resubmit", json!({ "form": mended })).await.unwrap();
        let approve = json!({ "subject": id, "decision": "approve" });
        let case: Case = registrar.call("review", approve.clone()).await.unwrap();
        assert_eq!((case.standing, case.form.address.as_str()), (Standing::Approved, "锡林浩特市那达慕大街1号"));
        let late = registrar.call::<Case>("review", approve).await;
        assert_eq!(late.unwrap_err(), Refusal::MovedOn);
    }

    async fn only_registrars_review(house: House) {
        let house = house.with_demo().await;
        for login in ["caoyuan", "tenderer", "supervisor"] {
            let refused = house.signed_in(login).await.ask::<Vec<Case>>("cases", &[]).await;
            assert_eq!(refused.unwrap_err(), Refusal::NotAllowed, "{login}");
        }
        let refused = house.visitor().ask::<Vec<Case>>("cases", &[]).await;
        assert_eq!(refused.unwrap_err(), Refusal::SignInFirst);
    }
}
