-- The typical questions of the bench, as someone who knows the files would write them for DuckDB by hand.
-- `base` is a view of the base files. Days are Nairobi's: UTC and three hours.

-- name: totals of a month and the month before
select sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key),
  count(distinct customer), count(distinct product), count(distinct branch), count(distinct salesperson)
from base
where status = 'completed' and __time >= timestamp '2024-11-30 21:00' and __time < timestamp '2024-12-31 21:00';
select sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key),
  count(distinct customer), count(distinct product), count(distinct branch), count(distinct salesperson)
from base
where status = 'completed' and __time >= timestamp '2024-10-31 21:00' and __time < timestamp '2024-11-30 21:00';

-- name: totals of everything
select sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key),
  count(distinct customer), count(distinct product), count(distinct branch), count(distinct salesperson)
from base
where status = 'completed';

-- name: revenue by day of a month, and the month before
select date_trunc('day', __time + interval 3 hour), sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold)
from base
where status = 'completed' and __time >= timestamp '2024-11-30 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1 order by 1;
select date_trunc('day', __time + interval 3 hour), sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold)
from base
where status = 'completed' and __time >= timestamp '2024-10-31 21:00' and __time < timestamp '2024-11-30 21:00'
group by 1 order by 1;

-- name: orders by month of a year
select date_trunc('month', __time + interval 3 hour), sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2023-12-31 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1 order by 1;

-- name: salespeople by profit, month against month
select salesperson, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2024-11-30 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1 order by 2 desc limit 10;
select salesperson, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2024-10-31 21:00' and __time < timestamp '2024-11-30 21:00'
group by 1 order by 2 desc limit 10;

-- name: top products of a year
select product, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2023-12-31 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1 order by 2 desc limit 10;

-- name: branches of a month
select branch, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2024-11-30 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1 order by 2 desc limit 10;
select branch, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2024-10-31 21:00' and __time < timestamp '2024-11-30 21:00'
group by 1 order by 2 desc limit 10;

-- name: product lines of one branch in a year
select product_line, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2023-12-31 21:00' and __time < timestamp '2024-12-31 21:00' and branch = 'Nairobi'
group by 1 order by 2 desc limit 10;

-- name: top customers of a year
select customer, sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= timestamp '2023-12-31 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1 order by 2 desc limit 10;

-- name: revenue by branch and month of a year
select branch, date_trunc('month', __time + interval 3 hour), sum(gross_revenue + returns_value), sum(total_cost), sum(units_sold)
from base
where status = 'completed' and __time >= timestamp '2023-12-31 21:00' and __time < timestamp '2024-12-31 21:00'
group by 1, 2;
