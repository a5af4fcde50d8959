"""«Descuadre Caja» is told at once, and the close of the day tells of tills left open."""

from caudal.flows import end_of_day, summary
from tests.business.house import TODAY, House
from tests.business.treasury.teller import Tills


def test_a_mismatch_is_told_on_the_first_screen_without_its_figure(house: House) -> None:
    tills = Tills(house)
    opened = tills.open(0)
    tills.pay(350)
    tills.count(opened, 300)
    tills.settle(opened)
    house.hear()
    (line,) = house.one("select array_agg(asked) as a from audit where command = 'tills.mismatch'").a
    assert (line["till"], line["shift_id"]) == ("Caja Cancún", str(opened))
    assert "50" not in str({key: value for key, value in line.items() if key != "shift_id"})
    with house.act() as act:
        (told,) = [each for each in summary.summary(act).recent if "Descuadre" in each.text]
    assert (told.text, told.link) == ("avisó: Descuadre Caja, en Caja Cancún", f"/caja/cierres/{opened}")


def test_the_close_of_the_day_tells_of_tills_left_open(house: House) -> None:
    tills = Tills(house)
    opened = tills.open(0)
    assert end_of_day.close_day(house.engine, house.at, 1, TODAY)["figures"]["open_tills"] == 1
    with house.act() as act:
        assert [day.open_tills for day in end_of_day.branch_days(act)] == [1, 0, 0]
    tills.count(opened, 0)
    assert "open_tills" not in end_of_day.close_day(house.engine, house.at, 1, TODAY)["figures"]
