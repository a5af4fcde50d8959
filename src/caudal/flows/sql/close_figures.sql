-- What a branch took and opened on a day.
select (select count(*) from payments where branch_id = :branch and received_on = :on and reversed_at is null
        and method not in ('credit', 'renewal', 'overcharge')) as payments,
       (select coalesce(jsonb_object_agg(currency, total), '{}') from
          (select currency, sum(amount) as total from payments where branch_id = :branch and received_on = :on
             and reversed_at is null and method not in ('credit', 'renewal', 'overcharge') group by currency) s) as collected,
       (select count(*) from receivables where branch_id = :branch and issued_on = :on) as opened
