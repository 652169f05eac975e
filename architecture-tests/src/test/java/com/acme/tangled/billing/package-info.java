/// What customers owe.
@NullMarked
package com.acme.tangled.billing;

import org.jspecify.annotations.NullMarked;
