/// Tests that look green.
@NullMarked
package com.acme.tangled.tests;

import org.jspecify.annotations.NullMarked;
