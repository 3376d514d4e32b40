-- Seeds the session's random numbers: every start makes the same orders.
select rand(42);

-- 200 000 orders of the years 2018 to 2025, some customers, categories and amounts are more frequent than others.
insert into orders
select x,
       date '2018-01-01' + cast(floor(2922 * rand()) as int),
       1 + cast(floor(5000 * rand() * rand()) as int),
       array['Books', 'Games', 'Garden', 'Kitchen', 'Music', 'Sports', 'Tools', 'Toys'][1 + cast(floor(8 * power(rand(), 1.4)) as int)],
       5 + 400 * power(rand(), 3)
from system_range(1, 200000);
