/// What customers want.
@NullMarked
package com.acme.tangled.orders;

import org.jspecify.annotations.NullMarked;
