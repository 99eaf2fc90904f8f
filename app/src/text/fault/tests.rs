use domain::credit_code::FormFault;
use domain::{Day, Fen};

use super::*;

fn every_fault() -> Vec<Fault> {
    let day: Day = "2026-12-01".parse().unwrap();
    let fen = Fen::from_yuan(100);
    let form = |kind| CreditCodeFault::Form { kind, meant: "91100000100003962T".into() };
    let codes = [
        CreditCodeFault::Empty,
        form(FormFault::Blank),
        form(FormFault::FullWidth),
        form(FormFault::LowerCase),
        CreditCodeFault::Length { found: 16 },
        CreditCodeFault::Character { character: 'Z', position: 18 },
        CreditCodeFault::Division,
        CreditCodeFault::Check,
    ];
    let money = [
        MoneyFault::Empty,
        MoneyFault::FullWidth,
        MoneyFault::Separator,
        MoneyFault::Negative,
        MoneyFault::Zero,
        MoneyFault::TooManyDecimals,
        MoneyFault::NotANumber,
        MoneyFault::TooLarge,
    ];
    let pdf = [PdfFault::Missing, PdfFault::Empty, PdfFault::NotAPdf, PdfFault::CutOff, PdfFault::Encrypted];
    let guarantees = [
        GuaranteeFault::AmountBelow { demanded: fen },
        GuaranteeFault::BeginsAfter { deadline: day },
        GuaranteeFault::EndsBefore { needed: day },
    ];
    let mut faults = vec![
        Fault::Empty,
        Fault::TooLong { max: 5 },
        Fault::TooShort { min: 5 },
        Fault::NotInRange { min: 1, max: 9 },
        Fault::AboveCeiling { ceiling: fen },
        Fault::NotADate,
        Fault::NotAPhone,
        Fault::NotALogin,
        Fault::Taken,
        Fault::Differs,
        Fault::NotInFuture,
        Fault::NotLater { than: day.start() },
        Fault::TooManyFiles { max: 9 },
        Fault::WrongPassphrase,
        Fault::NotAKeyFile,
    ];
    faults.extend(codes.map(Fault::CreditCode));
    faults.extend(money.map(Fault::Money));
    faults.extend(pdf.map(Fault::Pdf));
    faults.extend(guarantees.map(Fault::Guarantee));
    faults
}

#[test]
fn every_fault_has_words_in_both_languages() {
    for one in every_fault() {
        let (chinese, english) = (fault(Lang::Zh, &one), fault(Lang::En, &one));
        assert!(!chinese.is_empty() && !english.is_empty(), "{one:?}");
        assert_ne!(chinese, english, "{one:?}");
    }
}

#[test]
fn a_code_in_another_form_is_told_how_to_write_it() {
    let wrong = Fault::CreditCode(domain::CreditCode::parse("９１100000100003962T").unwrap_err());
    assert_eq!(fault(Lang::Zh, &wrong), "代码含全角字符，应写作 91100000100003962T");
}
