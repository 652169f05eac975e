/// What lies on the shelves.
@NullMarked
package com.acme.tangled.stock;

import org.jspecify.annotations.NullMarked;
