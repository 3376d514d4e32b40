package io.dogpile.samples.shop.products;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
public class NoSuchProductException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoSuchProductException(String sku) {
        super("no product " + sku);
    }
}
