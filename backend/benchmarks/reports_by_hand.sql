-- Every report's numbers as someone who knows the files would ask DuckDB for them by hand, once for each window.
-- `base` is a view of the base files. $start and $end bound the window, $branch is a branch or null, $member a member.
-- Shares, ranks, ratios and classes are left out: they are arithmetic on these rows.

-- name: salesOverview
select sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), sum(units_returned), sum(lines),
  count(distinct order_key), count(distinct customer), count(distinct product), count(distinct branch),
  count(distinct salesperson)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch);

-- name: profitabilityMetrics
select sum(gross_revenue), sum(returns_value), sum(total_cost), sum(discount_value)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch);

-- name: salesTrends
select date_trunc('day', __time + interval 3 hour), sum(gross_revenue + returns_value), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 1;

-- name: branchTrends
select date_trunc('day', __time + interval 3 hour), branch, sum(gross_revenue + returns_value)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1, 2 order by 1, 2;

-- name: salespersonLeaderboard
select salesperson, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;

-- name: topProducts
select product, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;

-- name: productLines
select product_line, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;

-- name: categoryBreakdown
select item_group, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;

-- name: branchPerformance
select branch, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;

-- name: topCustomers
select customer, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;
select customer, min(__time), max(__time), count(distinct order_key), sum(gross_revenue + returns_value - total_cost)
from base
where status = 'completed' and gross_revenue > 0 and __time < $end and ($branch is null or branch = $branch)
group by 1;

-- name: salespersonProductMix
select salesperson, product_line, sum(gross_revenue), sum(returns_value), sum(total_cost), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1, 2 order by 3 desc;

-- name: productPerformance
select sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and product = $member;
select date_trunc('day', __time + interval 3 hour), sum(gross_revenue + returns_value)
from base
where status = 'completed' and __time >= $start and __time < $end and product = $member
group by 1 order by 1;
select branch, sum(gross_revenue), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and product = $member
group by 1 order by 2 desc;
select customer, sum(gross_revenue), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and product = $member
group by 1 order by 2 desc limit 10;
select product, sum(gross_revenue + returns_value)
from base
where status = 'completed' and __time >= $start and __time < $end
group by 1 order by 2 desc;

-- name: branchProductHeatmap
select branch, product_line, sum(gross_revenue + returns_value)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1, 2;

-- name: hourlySales
select isodow(__time + interval 3 hour), hour(__time + interval 3 hour), sum(gross_revenue + returns_value),
  count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1, 2 order by 1, 2;

-- name: marginAnalysis
select item_group, sum(gross_revenue), sum(returns_value), sum(total_cost)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 2 desc;

-- name: returnsAnalysis
select salesperson, sum(gross_revenue), sum(returns_value), sum(units_returned), count(distinct order_key)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1 order by 3;

-- name: customerProfile
select min(__time), max(__time), count(distinct order_key), sum(gross_revenue), sum(returns_value), sum(total_cost)
from base
where status = 'completed' and customer = $member and __time < $end;
select product_line, sum(gross_revenue + returns_value)
from base
where status = 'completed' and customer = $member and __time >= $start and __time < $end
group by 1;
select date_trunc('month', __time + interval 3 hour), sum(gross_revenue + returns_value)
from base
where status = 'completed' and customer = $member and __time < $end
group by 1 order by 1;
select __time, order_id, product, gross_revenue
from base
where status = 'completed' and customer = $member
order by __time desc limit 10;
select customer, max(__time), count(distinct order_key), sum(gross_revenue + returns_value - total_cost)
from base
where status = 'completed' and gross_revenue > 0 and __time < $end
group by 1;

-- name: customerSegments
select customer, min(__time), max(__time), count(distinct order_key), sum(gross_revenue + returns_value - total_cost)
from base
where status = 'completed' and gross_revenue > 0 and __time < $end and ($branch is null or branch = $branch)
group by 1;
select customer, sum(gross_revenue + returns_value), sum(total_cost)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1;

-- name: customerRetention
with months as (
  select distinct customer, date_trunc('month', __time + interval 3 hour) as month
  from base
  where status = 'completed' and gross_revenue > 0 and customer is not null and ($branch is null or branch = $branch)
), firsts as (select customer, min(month) as cohort from months group by 1)
select cohort, month, count(*) from months join firsts using (customer) group by 1, 2 order by 1, 2;

-- name: customerLifetimeValue
select customer, count(distinct cast(__time + interval 3 hour as date)), min(__time), max(__time),
  sum(gross_revenue + returns_value)
from base
where status = 'completed' and gross_revenue > 0 and customer is not null
group by 1;

-- name: changeDrivers
select product, sum(gross_revenue), sum(returns_value), sum(total_cost), sum(units_sold)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1;

-- name: basketPairs
with baskets as (
  select distinct order_key, product
  from base
  where status = 'completed' and order_id is not null and gross_revenue > 0 and __time >= $start and __time < $end
    and ($branch is null or branch = $branch)
)
select a.product, b.product, count(*)
from baskets as a join baskets as b on a.order_key = b.order_key and a.product < b.product
group by 1, 2 order by 3 desc limit 10;

-- name: explore
select region, date_trunc('month', __time + interval 3 hour), sum(gross_revenue + returns_value), count(distinct customer)
from base
where status = 'completed' and __time >= $start and __time < $end and ($branch is null or branch = $branch)
group by 1, 2 order by 1, 2;

-- name: filterOptions
select product, count(*) from base group by 1 order by 1;
