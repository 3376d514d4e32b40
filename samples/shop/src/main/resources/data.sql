insert into category (id, name) values (1, 'tea'), (2, 'coffee');
insert into product (id, sku, name, cost, price, category_id) values
  (1, 'darjeeling', 'Darjeeling First Flush', 6.10, 14.90, 1),
  (2, 'assam', 'Assam Broken', 2.40, 6.90, 1),
  (3, 'sencha', 'Sencha', 3.00, 8.50, 1),
  (4, 'huila', 'Huila Espresso', 7.20, 16.50, 2);
